// How an attempt ended, on its way to the store.
import type { CallTimings } from '#shared/model/call.ts';
import type { FailureTold } from './idempotency.ts';
import type { CausedHold } from './lane-rows.ts';
import type { StoredAnswer } from './run.ts';

/** An attempt that ended while its call goes on. */
export interface EndedAttempt {
  readonly sequence: number;
  /** The fence: a late result of an older attempt changes nothing. */
  readonly attempt: number;
  readonly problem: { readonly code: string; readonly text: string };
  readonly finishedAtMs: number;
  /** What it did; the steps of a call's last attempt stand with its result. */
  readonly stepsJson: string;
}

/** A call that ends while it waits, as far as the life that ends it knows. */
export interface WaitedCall {
  readonly timings: CallTimings;
  readonly waitMs: number;
  /** What its caller is told, where one waits still. */
  readonly told: FailureTold | null;
}

export interface FinishedCall {
  readonly sequence: number;
  /** The fence: a late result of an older attempt changes nothing. */
  readonly attempt: number;
  readonly state: 'succeeded' | 'failed' | 'interrupted';
  readonly problem: { readonly code: string; readonly text: string } | null;
  readonly answer: StoredAnswer | null;
  readonly stepsJson: string;
  readonly timings: CallTimings;
  readonly finishedAtMs: number;
  readonly waitMs: number;
  readonly runMs: number;
  /** What the caller is answered, where the outcome is its answer. */
  readonly answeredStatus: number | null;
  /** What a caller is told where it failed, or was told before it ended. */
  readonly failure: FailureTold | null;
  /** As its request. */
  readonly isSealed: boolean;
  /** The lane stops with it, in the same commit. */
  readonly hold: CausedHold | null;
}
