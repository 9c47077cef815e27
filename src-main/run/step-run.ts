import type { Destinations, StoredAnswer } from '#main/ports/run.ts';
import type { AnyValue, Step, TextValue } from '#shared/model/step.ts';
import type { Scope } from './scope.ts';
import type { TimeLimit } from './time-limit.ts';

/** What a step may do while it runs. */
export interface StepRun {
  readonly scope: Scope;
  /** Where it may send requests. */
  readonly destinations: Destinations;
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
}

/** Does a step's work; gives its result, throws a StepFailure. */
export type Runner<S extends Step> = (step: S, run: StepRun) => Promise<unknown>;
