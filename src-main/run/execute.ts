// Runs a workflow from top to bottom: data processing, then each step, then the answer. Every failure of a step is
// caught here, once, and becomes the problem of the execution. It never touches a thread, a socket or a store itself.
import type { ExecutionOutcome, Program } from '#main/ports/run.ts';
import type { StepTrace } from '#shared/model/call.ts';
import type { Step, StepKind, StepOf } from '#shared/model/step.ts';
import { type Problem, problem } from '#shared/problem.ts';
import { beginStep, expressionLimit, longestWorkMs, type Running, type Surroundings } from './begin-step.ts';
import { evaluate, isTrue } from './expression.ts';
import type { Execution } from './messages.ts';
import { type Plain, toPlain } from './plain.ts';
import { nowMs } from './pulse.ts';
import { createScope } from './scope.ts';
import { StepFailure, wordsOf } from './step-failure.ts';
import type { Runner } from './step-run.ts';
import { stepRunners } from './steps/index.ts';
import { isOver, secondsText, timeLimit } from './time-limit.ts';
import { traceOf } from './trace.ts';
import { answerResult } from './write-answer.ts';

interface State extends Running {
  readonly beganMs: number;
  readonly traces: StepTrace[];
  /** Of the last step that ran; null before any did. */
  result: Plain | null;
}

export async function execute(
  program: Program,
  execution: Execution,
  around: Surroundings,
): Promise<ExecutionOutcome> {
  const state: State = {
    scope: createScope(execution),
    limit: timeLimit(execution.timeoutMs, () => tooLong(execution.timeoutMs)),
    around,
    beganMs: nowMs(),
    traces: [],
    result: null,
    answer: null,
  };
  around.hold(nowMs() + longestWorkMs);
  const failure = await runAll(program, state);
  around.release();
  return {
    state: failure === null ? 'succeeded' : 'failed',
    answer: state.answer,
    problem: failure?.problem ?? null,
    failStatus: failure?.failStatus ?? null,
    stepsJson: JSON.stringify(state.traces),
    runMs: nowMs() - state.beganMs,
  };
}

interface Failure {
  readonly problem: Problem;
  readonly failStatus: number | null;
}

async function runAll(program: Program, state: State): Promise<Failure | null> {
  try {
    await processData(program.dataProcessing, state);
  } catch (error) {
    return failureOf(error, 'data processing', 'The data processing failed.');
  }
  for (const [at, step] of program.steps.entries()) {
    state.around.enter(at);
    const failure = await runStep(step, state, at === program.steps.length - 1);
    if (failure !== null) return failure;
  }
  try {
    state.answer ??= answerResult(state.result ?? toPlain(state.scope.input), state.scope.headers.accept);
    return null;
  } catch (error) {
    return failureOf(error, 'answer', 'The answer could not be made.');
  }
}

async function processData(expression: string | undefined, state: State): Promise<void> {
  const { scope } = state;
  if (expression !== undefined && expression.trim() !== '') {
    const limit = expressionLimit(state.limit);
    state.around.hold(limit.untilMs);
    scope.input = toPlain(await evaluate(expression, scope, limit)).value;
    return;
  }
  scope.input = {
    query: scope.query,
    // Not read before somebody looks at it.
    get body() {
      return scope.body;
    },
  };
}

/** Runs one step if it is its turn, and keeps what it did. */
async function runStep(step: Step, state: State, isLast: boolean): Promise<Failure | null> {
  const startedMs = nowMs();
  const run = beginStep(step, state, isLast);
  const trace = (end: Pick<StepTrace, 'state' | 'output' | 'error'>): void => {
    state.traces.push({
      name: step.name,
      kind: step.kind,
      startedMs: Math.max(0, startedMs - state.beganMs),
      durationMs: Math.max(0, nowMs() - startedMs),
      input: traceOf(run.input()),
      ...end,
    });
  };
  try {
    if (isOver(state.limit)) throw state.limit.exceeded();
    state.around.hold(nowMs() + longestWorkMs);
    if (step.when !== undefined && !isTrue(await run.evaluate(step.when))) {
      trace({ state: 'skipped', output: null, error: null });
      return null;
    }
    if (step.kind === 'respond' && state.answer !== null) {
      trace({ state: 'skipped', output: null, error: 'The caller was answered before.' });
      return null;
    }
    const result = toPlain(await runnerOf(step)(step, run));
    state.result = result;
    state.scope.steps[step.name] = result.value;
    trace({ state: 'succeeded', output: traceOf(result.value), error: null });
    return null;
  } catch (error) {
    trace({ state: 'failed', output: null, error: wordsOf(error) });
    return failureOf(error, step.name, `The step ${step.name} failed.`);
  }
}

/** The record is exhaustive; that the entry of a kind takes steps of that kind is more than the compiler can tell. */
function runnerOf<K extends StepKind>(step: StepOf<K>): Runner<StepOf<K>> {
  const kind: K = step.kind;
  return stepRunners[kind];
}

const tooLong = (ms: number): StepFailure =>
  new StepFailure(`The execution took longer than ${secondsText(ms)}.`, { code: 'execution_timed_out' });

function failureOf(error: unknown, where: string, detail: string): Failure {
  const reason = `${where}: ${wordsOf(error)}`;
  if (!(error instanceof StepFailure)) {
    return { problem: problem('step_failed', { detail, reason }), failStatus: null };
  }
  const said = error.detail ?? (error.code === 'step_failed' ? detail : undefined);
  return {
    problem: problem(error.code, { reason, ...(said === undefined ? {} : { detail: said }) }),
    failStatus: error.failStatus,
  };
}
