import type {
  Callee,
  CalleeAnswer,
  CalleeQuestion,
  Destinations,
  RunPermissions,
  StoredAnswer,
} from '#main/ports/run.ts';
import type { Step } from '#shared/model/step.ts';
import type { AnyValue, TextValue } from '#shared/model/step-value.ts';
import type { Plain } from './plain.ts';
import type { Scope } from './scope.ts';
import type { ThreadEnvironment } from './thread-environment.ts';
import type { TimeLimit } from './time-limit.ts';

/** What a step may do that runs others. Both throw what these failed with, and say where. */
export interface InsideRun {
  /** Of a list; the rest is left out where somebody only looks at a draft while it is typed. */
  readonly mostItems: number;
  /** So many of a list may run side by side, whatever the step says. */
  readonly mostAtOnce: number;
  /** Runs the steps inside of it for an item of a list; null where none of them ran. */
  runItem(steps: readonly Step[], item: unknown, index: number): Promise<Plain | null>;
  runCallee(callee: Callee, body: unknown): Promise<Plain>;
  /** What stands for the result of something that failed; null where no time is left to go on. */
  resultOf(error: unknown): { readonly error: { readonly message: string; readonly status?: number } } | null;
}

/** What a step may do while it runs. */
export interface StepRun {
  readonly scope: Scope;
  /** Where it may send requests. */
  readonly destinations: Destinations;
  /** What it may do to this machine. */
  readonly permissions: RunPermissions;
  /** To be told of a process while it lives, so that it does not outlive the thread. */
  readonly followProcess: (pid: number, lives: boolean) => void;
  /**
   * The settings of a named connection, its secrets in place and the file of SQLite as an absolute path; throws a
   * StepFailure where there is none of these kinds.
   */
  readonly connection: ThreadEnvironment['connection'];
  /** When the step must be done. */
  readonly limit: TimeLimit;
  /** A limit for work that holds the thread, whatever the step may take besides; a shorter one of the step counts. */
  limitOfWork(ms: number): TimeLimit;
  /** Fills in a value of the step. */
  fill(value: AnyValue | TextValue | undefined): Promise<unknown>;
  /** Notes for the trace what the step was given. */
  given(input: unknown): void;
  /** Marks the thread as held by this execution until the limit at the latest; what holds it longer is ended. */
  hold(limit: TimeLimit): void;
  /** Waits for something outside, no longer than the limit; `begin` is handed the signal to stop. */
  wait<T>(begin: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** To be called before anything that others can notice, so that it is not done twice. */
  willBeNoticed(): void;
  answer(answer: StoredAnswer): void;
  /** Finds the integration that is to be called. */
  callee(question: CalleeQuestion): Promise<CalleeAnswer>;
  /** Made when it is asked for, once an attempt: most steps run no others, and do not pay for it. */
  inside(): InsideRun;
}

/** Does a step's work; gives its result, throws a StepFailure. */
export type Runner<S extends Step> = (step: S, run: StepRun) => Promise<unknown>;
