// What the store keeps of calls that may come again.
import type { CallState } from '#shared/model/call.ts';
import type { StoredAnswer } from './run.ts';
import type { Caller } from './kept-request.ts';

/** What a caller may repeat a call by. */
export interface IdempotencyKey {
  /** The API key it came with; empty where the trigger has none. */
  readonly keyId: string;
  readonly value: string;
  /** The same for the same request only. */
  readonly fingerprint: string;
  /** How long it is known. */
  readonly keptMs: number;
}

/** A key that is asked about. */
export type AskedKey = Omit<IdempotencyKey, 'keptMs'>;

/** The call that another one with its idempotency key repeats. */
export interface FirstCall {
  readonly id: string;
  /** Whether the two are the same request. */
  readonly isSame: boolean;
  /** Null where the log no longer has it. */
  readonly kept: {
    readonly state: CallState;
    readonly caller: Caller | null;
    readonly answer: StoredAnswer | null;
    /** As its request. */
    readonly isSealed: boolean;
    readonly problemCode: string | null;
    readonly failure: FailureTold | null;
  } | null;
}

/** What the caller of a failed call is told: that failure, or what kept its outcome from being told. */
export interface FailureTold {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly retryAfterSeconds: number | null;
}
