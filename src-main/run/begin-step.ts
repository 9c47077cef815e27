import type {
  CalleeAnswer,
  CalleeQuestion,
  Destinations,
  Rehearsal,
  RunPermissions,
  StoredAnswer,
} from '#main/ports/run.ts';
import type { Step } from '#shared/model/step.ts';
import { evaluate } from './expression.ts';
import { HeldBack, isHeldBack } from './held-back.ts';
import { nowMs } from './pulse.ts';
import { readAhead, type Scope } from './scope.ts';
import { StepFailure } from './step-failure.ts';
import type { Strip } from './strip-secrets.ts';
import type { StepRun } from './step-run.ts';
import type { ThreadEnvironment } from './thread-environment.ts';
import { remainingMs, secondsText, type TimeLimit, timeLimit } from './time-limit.ts';
import type { TraceRoom } from './trace-room.ts';
import { fillValue } from './value.ts';

/** What an execution tells the thread it runs in. */
export interface Surroundings {
  readonly destinations: Destinations;
  readonly permissions: RunPermissions;
  readonly environment: ThreadEnvironment;
  /** The step that is begun, counted from 0. */
  enter(step: number): void;
  /** The thread is held from now on, until then at the latest; `limitMs`: how long the limit was when it was set. */
  hold(untilMs: number, limitMs?: number): void;
  release(): void;
  willBeNoticed(): void;
  followProcess(pid: number, lives: boolean): void;
  /** An answer was made and more steps follow. */
  answered(answer: StoredAnswer): void;
  callee(question: CalleeQuestion): Promise<CalleeAnswer>;
}

/** An execution as its steps see it. */
export interface Running {
  readonly scope: Scope;
  readonly limit: TimeLimit;
  readonly around: Surroundings;
  readonly rehearsal: Rehearsal | undefined;
  /** Takes out what must not be seen of it. */
  readonly strip: Strip;
  readonly askedMs: number;
  answer: StoredAnswer | null;
  /** Where its steps stand: nothing in the workflow itself, such as `each[0].` inside of another one. */
  readonly place: string;
  /** How many items of a list may run side by side here: lists within each other share them. */
  readonly mostAtOnce: number;
  /** For traces of steps inside of another one; null in the workflow itself. */
  readonly room: TraceRoom | null;
  /** The ids of the integrations that are being run, each called by the one before. */
  readonly callers: readonly string[];
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
): Omit<StepRun, 'inside'> & { input(): unknown; evaluate(expression: string): Promise<unknown> } {
  const { scope, around } = execution;
  const limit =
    step.timeoutSeconds === undefined
      ? execution.limit
      : timeLimit(
          step.timeoutSeconds * 1000,
          () => limitPassed((step.timeoutSeconds ?? 0) * 1000),
          execution.limit,
        );
  const isShownOnly = isHeldBack(step, execution.rehearsal);
  const holdBack = (): void => {
    if (isShownOnly) throw new HeldBack();
  };
  let input: unknown;
  const run = {
    scope,
    destinations: around.destinations,
    permissions: around.permissions,
    followProcess: around.followProcess,
    connection: around.environment.connection,
    limit,
    limitOfWork: (ms: number) => timeLimit(ms, () => limitPassed(ms), limit),
    async evaluate(expression: string) {
      around.hold(nowMs() + longestWorkMs);
      readAhead(scope, expression);
      const within = expressionLimit(limit);
      around.hold(within.untilMs, within.ms);
      return evaluate(expression, scope, within);
    },
    fill: async (value: Parameters<StepRun['fill']>[0]) =>
      value === undefined ? undefined : fillValue(value, run.evaluate),
    given(value: unknown) {
      input = value;
    },
    input: () => input,
    hold: (within: TimeLimit) => around.hold(within.untilMs, within.ms),
    async wait<T>(begin: (signal: AbortSignal) => Promise<T>) {
      holdBack();
      return waitFor(begin, limit, around);
    },
    willBeNoticed() {
      holdBack();
      around.willBeNoticed();
    },
    callee: around.callee,
    answer(answer: StoredAnswer) {
      execution.answer = answer;
      if (!isLast) around.answered(answer);
    },
  };
  return run;
}

/** Leaves the thread to others meanwhile. */
export async function waitFor<T>(
  begin: (signal: AbortSignal) => Promise<T>,
  limit: TimeLimit,
  around: Surroundings,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        controller.abort();
        timer = setTimeout(() => reject(limit.exceeded()), longestStopMs);
      },
      Math.min(remainingMs(limit), maxTimerMs),
    );
  });
  around.release();
  try {
    return await Promise.race([begin(controller.signal), late]);
  } catch (error) {
    throw controller.signal.aborted ? limit.exceeded() : error;
  } finally {
    clearTimeout(timer);
    around.hold(nowMs() + longestWorkMs);
  }
}

/** What was told to stop is not waited for any longer than this. */
const longestStopMs = 5_000;

/** A longer timer would fire at once. */
const maxTimerMs = 2_147_483_647;

export const expressionLimit = (outer: TimeLimit): TimeLimit =>
  timeLimit(longestExpressionMs, () => limitPassed(longestExpressionMs), outer);

const limitPassed = (ms: number): StepFailure =>
  new StepFailure(`It took longer than its limit of ${secondsText(ms)}.`);
