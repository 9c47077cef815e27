import type { Destinations, StoredAnswer } from '#main/ports/run.ts';
import type { Step } from '#shared/model/step.ts';
import { evaluate } from './expression.ts';
import { nowMs } from './pulse.ts';
import type { Scope } from './scope.ts';
import { StepFailure } from './step-failure.ts';
import type { StepRun } from './step-run.ts';
import { remainingMs, secondsText, type TimeLimit, timeLimit } from './time-limit.ts';
import { fillValue } from './value.ts';

/** What an execution tells the thread it runs in. */
export interface Surroundings {
  readonly destinations: Destinations;
  /** The step that is begun, counted from 0. */
  enter(step: number): void;
  /** The thread is held from now on, until then at the latest. */
  hold(untilMs: number): void;
  release(): void;
  willBeNoticed(): void;
  /** An answer was made and more steps follow. */
  answered(answer: StoredAnswer): void;
}

/** An execution as its steps see it. */
export interface Running {
  readonly scope: Scope;
  readonly limit: TimeLimit;
  readonly around: Surroundings;
  answer: StoredAnswer | null;
}

/** The longest an expression may take where no step says otherwise. */
const longestExpressionMs = 5_000;
/** The longest the work around expressions and code may hold the thread: it is bounded by size. */
export const longestWorkMs = 20_000;

/** What a step may do, under its own time limit. */
export function beginStep(
  step: Step,
  execution: Running,
  isLast: boolean,
): StepRun & { input(): unknown; evaluate(expression: string): Promise<unknown> } {
  const { scope, around } = execution;
  const limit =
    step.timeoutSeconds === undefined
      ? execution.limit
      : timeLimit(
          step.timeoutSeconds * 1000,
          () => limitPassed((step.timeoutSeconds ?? 0) * 1000),
          execution.limit,
        );
  let input: unknown;
  const run = {
    scope,
    destinations: around.destinations,
    limit,
    limitOfWork: (ms: number) => timeLimit(ms, () => limitPassed(ms), limit),
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
      execution.answer = answer;
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

export const expressionLimit = (outer: TimeLimit): TimeLimit =>
  timeLimit(longestExpressionMs, () => limitPassed(longestExpressionMs), outer);

const limitPassed = (ms: number): StepFailure =>
  new StepFailure(`It took longer than its limit of ${secondsText(ms)}.`);
