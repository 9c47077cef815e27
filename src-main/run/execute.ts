// Runs a workflow from top to bottom: data processing, then each step, then the answer. Every failure of a step is
// caught here, once, and becomes the problem of the execution. It never touches a thread, a socket or a store itself.
import type { ExecutionOutcome, Program, StoredAnswer } from '#main/ports/run.ts';
import type { StepTrace } from '#shared/model/call.ts';
import type { Step, StepKind, StepOf } from '#shared/model/step.ts';
import { type Problem, problem } from '#shared/problem.ts';
import { evaluate, isTrue } from './expression.ts';
import type { Execution } from './messages.ts';
import { type Plain, toPlain } from './plain.ts';
import { nowMs } from './pulse.ts';
import { createScope, type Scope } from './scope.ts';
import { StepFailure, wordsOf } from './step-failure.ts';
import type { Runner, StepRun } from './step-run.ts';
import { stepRunners } from './steps/index.ts';
import { isOver, remainingMs, secondsText, type TimeLimit, timeLimit } from './time-limit.ts';
import { traceOf } from './trace.ts';
import { fillValue } from './value.ts';
import { answerResult } from './write-answer.ts';

/** What an execution tells the thread it runs in. */
export interface Surroundings {
  /** The step that is begun, counted from 0. */
  enter(step: number): void;
  /** The thread is held from now on, until then at the latest. */
  hold(untilMs: number): void;
  release(): void;
  willBeNoticed(): void;
  /** An answer was made and more steps follow. */
  answered(answer: StoredAnswer): void;
}

/** The longest an expression may take where no step says otherwise. */
const longestExpressionMs = 5_000;
/** The longest the work around expressions and code may hold the thread: it is bounded by size. */
const longestWorkMs = 20_000;

interface State {
  readonly scope: Scope;
  readonly limit: TimeLimit;
  readonly around: Surroundings;
  readonly beganMs: number;
  readonly traces: StepTrace[];
  /** Of the last step that ran; null before any did. */
  result: Plain | null;
  answer: StoredAnswer | null;
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
    steps: state.traces,
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
    scope.input = toPlain(await evaluate(expression, scope, expressionLimit(state.limit))).value;
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
  const run = createStepRun(step, state, isLast);
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

function createStepRun(
  step: Step,
  state: State,
  isLast: boolean,
): StepRun & { input(): unknown; evaluate(expression: string): Promise<unknown> } {
  const { scope, around } = state;
  const limit =
    step.timeoutSeconds === undefined
      ? state.limit
      : timeLimit(
          step.timeoutSeconds * 1000,
          () => limitPassed((step.timeoutSeconds ?? 0) * 1000),
          state.limit,
        );
  let input: unknown;
  const run = {
    scope,
    limit,
    limitOfWork: (ms: number) =>
      step.timeoutSeconds === undefined ? timeLimit(ms, () => limitPassed(ms), limit) : limit,
    async evaluate(expression: string) {
      const within = expressionLimit(limit);
      around.hold(within.untilMs);
      return evaluate(expression, scope, within);
    },
    fill: async (value: Parameters<StepRun['fill']>[0]) =>
      value === undefined ? undefined : fillValue(value, run.evaluate),
    given(value: unknown) {
      input = value;
    },
    input: () => input,
    hold: (within: TimeLimit) => around.hold(within.untilMs),
    wait: async <T>(begin: (signal: AbortSignal) => Promise<T>) => waitFor(begin, limit, around),
    willBeNoticed: around.willBeNoticed,
    answer(answer: StoredAnswer) {
      state.answer = answer;
      if (!isLast) around.answered(answer);
    },
  };
  return run;
}

async function waitFor<T>(
  begin: (signal: AbortSignal) => Promise<T>,
  limit: TimeLimit,
  around: Surroundings,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.min(remainingMs(limit), maxTimerMs));
  around.release();
  try {
    return await begin(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? limit.exceeded() : error;
  } finally {
    clearTimeout(timer);
    around.hold(nowMs() + longestWorkMs);
  }
}

/** A longer timer would fire at once. */
const maxTimerMs = 2_147_483_647;

const expressionLimit = (outer: TimeLimit): TimeLimit =>
  timeLimit(longestExpressionMs, () => limitPassed(longestExpressionMs), outer);

const limitPassed = (ms: number): StepFailure =>
  new StepFailure(`It took longer than its limit of ${secondsText(ms)}.`);

const tooLong = (ms: number): StepFailure =>
  new StepFailure(`The execution took longer than ${secondsText(ms)}.`, { code: 'execution_timed_out' });

function failureOf(error: unknown, where: string, detail: string): Failure {
  const reason = `${where}: ${wordsOf(error)}`;
  if (!(error instanceof StepFailure))
    return { problem: problem('step_failed', { detail, reason }), failStatus: null };
  const said = error.detail ?? (error.code === 'step_failed' ? detail : undefined);
  return {
    problem: problem(error.code, { reason, ...(said === undefined ? {} : { detail: said }) }),
    failStatus: error.failStatus,
  };
}
