// Runs a workflow from top to bottom: data processing, then each step, then the answer. Every failure of a step is
// caught here, once, and becomes the problem of the execution. It never touches a thread, a socket or a store itself.
import type { ExecutionOutcome, Program } from '#main/ports/run.ts';
import type { StepTrace } from '#shared/model/call.ts';
import type { DryRunStep } from '#shared/model/dry-run.ts';
import { type Problem, problem } from '#shared/problem.ts';
import { longestWorkMs, type Running, type Surroundings } from './begin-step.ts';
import { createHiding } from './hiding.ts';
import type { Execution } from './messages.ts';
import { type Plain, toPlain } from './plain.ts';
import { processData } from './process-data.ts';
import { nowMs } from './pulse.ts';
import { integrationOf } from './run-inside.ts';
import { runStep } from './run-step.ts';
import { createScope } from './scope.ts';
import { StepFailure, toldOf } from './step-failure.ts';
import type { Strip } from './strip-secrets.ts';
import { secondsText, timeLimit } from './time-limit.ts';
import { traceOf } from './trace.ts';
import { answerResult } from './write-answer.ts';

export interface State extends Running {
  readonly beganMs: number;
  readonly traces: (StepTrace | DryRunStep)[];
  /** Of the last step that ran; null before any did. */
  result: Plain | null;
}

export async function execute(
  program: Program,
  execution: Execution,
  around: Surroundings,
): Promise<ExecutionOutcome> {
  const state = beginExecution(program, execution, around);
  const failure = await runAll(program, state);
  const outcome = endOf(state, failure);
  return program.hiddenBodyPaths.length > 0 && program.steps.length === 0
    ? { ...outcome, isAnswerHidden: isHidden(state) }
    : outcome;
}

/** As many as one list may run: lists within each other would multiply theirs. */
const mostAtOnce = 100;

export function beginExecution(
  { key, hiddenBodyPaths, xmlLists }: Pick<Program, 'key' | 'hiddenBodyPaths' | 'xmlLists'>,
  execution: Execution,
  around: Surroundings,
): State {
  around.hold(nowMs() + longestWorkMs);
  const { follow, strip } = createHiding(hiddenBodyPaths, around.environment.strip);
  return {
    scope: createScope(execution, around.environment.env, { xmlLists, onBody: follow }),
    strip,
    limit: timeLimit(execution.timeoutMs, () => tooLong(execution.timeoutMs)),
    around,
    rehearsal: execution.rehearsal,
    askedMs: execution.askedMs,
    beganMs: nowMs(),
    traces: [],
    result: null,
    answer: null,
    place: '',
    mostAtOnce,
    room: null,
    callers: [integrationOf(key)],
  };
}

export function endOf(state: State, failure: Failure | null): ExecutionOutcome {
  state.around.release();
  return {
    state: failure === null ? 'succeeded' : 'failed',
    answer: state.answer,
    problem: failure?.problem ?? null,
    failStatus: failure?.failStatus ?? null,
    stepsJson: JSON.stringify(state.traces),
    ...(state.rehearsal === undefined ? {} : { inputJson: traceOf(state.scope.input, state.strip) }),
    runMs: nowMs() - state.beganMs,
  };
}

/** Of a workflow without steps, such as the one that finds a lane's key. */
function isHidden({ strip, result, scope }: State): boolean {
  const key = typeof scope.input === 'string' || typeof scope.input === 'number' ? String(scope.input) : '';
  return result === null && strip(key) !== key;
}

interface Failure {
  readonly problem: Problem;
  readonly failStatus: number | null;
}

async function runAll(program: Program, state: State): Promise<Failure | null> {
  const { strip } = state;
  try {
    await processData(program.dataProcessing, state);
  } catch (error) {
    return failureOf(error, 'data processing', 'The data processing failed.', strip);
  }
  for (const [at, step] of program.steps.entries()) {
    state.around.enter(at);
    const { trace, result, failure } = await runStep(step, state, at === program.steps.length - 1);
    state.traces.push(trace);
    if (failure !== null) return failureOf(failure.error, step.name, `The step ${step.name} failed.`, strip);
    state.result = result ?? state.result;
  }
  try {
    state.answer ??= answerResult(state.result ?? toPlain(state.scope.input), state.scope.headers.accept);
    return null;
  } catch (error) {
    return failureOf(error, 'answer', 'The answer could not be made.', strip);
  }
}

const tooLong = (ms: number): StepFailure =>
  new StepFailure(`The execution took longer than ${secondsText(ms)}.`, { code: 'execution_timed_out' });

function failureOf(error: unknown, where: string, detail: string, strip: Strip): Failure {
  const reason = `${where}: ${toldOf(error, strip)}`;
  if (!(error instanceof StepFailure)) {
    return { problem: problem('step_failed', { detail, reason }), failStatus: null };
  }
  const said = error.detail ?? (error.code === 'step_failed' ? detail : undefined);
  return {
    problem: problem(error.code, { reason, ...(said === undefined ? {} : { detail: strip(said) }) }),
    failStatus: error.failStatus,
  };
}
