import { keptChain } from './kept-chain.ts';
import type { StoredAnswer } from '#main/ports/run.ts';
import type { FailureTold } from '#main/ports/idempotency.ts';
import type { Caller } from '#main/ports/kept-request.ts';
import { isOpen, type CallState, type CallSummary, type CallTimings } from '#shared/model/call.ts';
import { noTimings } from '#shared/model/no-timings.ts';
import type { Problem } from '#shared/problem.ts';

/** How a call ended for the caller who waits for it. */
export type Settled =
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly status: number | null };

/** A call that this life of the process knows, from its acceptance (or its start, if it is older) to its end. */
export interface LiveCall {
  readonly id: string;
  sequence: number;
  laneSequence: number | null;
  readonly integrationId: string;
  readonly integrationVersion: number;
  readonly integration: string;
  /** With its key, once that is known. */
  lane: string;
  /** An attempt that is cut off is never made again. */
  readonly once: boolean;
  readonly method: string;
  readonly path: string;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
  /** The monotonic clock when it was received; null for a call of an earlier life. */
  readonly receivedTick: number | null;
  readonly requestBytes: number;
  /** As its request. */
  readonly isSealed: boolean;
  readonly origin: string | null;
  /** The mark of the notification that led to it, as its headers say; null for a replay, which is somebody's doing. */
  readonly notification: string | null;
  readonly timings: { -readonly [K in keyof CallTimings]: CallTimings[K] };
  caller: Caller;
  state: CallState;
  attempt: number;
  /** Of those attempts, how many ended their thread or the process. */
  crashes: number;
  /** Attempts that failed since somebody last decided. */
  failures: number;
  nextAttemptAtMs: number | null;
  startedAtMs: number | null;
  problem: CallSummary['problem'];
  answeredStatus: number | null;
  waitMs: number | null;
  runMs: number | null;
  /** What its caller was told that is not its outcome. */
  told: FailureTold | null;
  /** The caller who waits listens here, once (`tell-caller.ts`); false where it no longer did. */
  settle: ((settled: Settled) => boolean) | null;
}

type Born = Pick<
  LiveCall,
  | 'id'
  | 'integrationId'
  | 'integrationVersion'
  | 'integration'
  | 'lane'
  | 'once'
  | 'keyLabel'
  | 'receivedAtMs'
  | 'receivedTick'
  | 'requestBytes'
  | 'origin'
  | 'caller'
>;

/** Takes what it needs and no more: what is handed in may carry a body, which must not stay in memory. */
export function createLiveCall(
  born: Born,
  {
    method,
    path,
    isSealed,
    headersJson,
  }: Pick<LiveCall, 'method' | 'path' | 'isSealed'> & { readonly headersJson: string },
  settle: LiveCall['settle'],
): LiveCall {
  return {
    id: born.id,
    integrationId: born.integrationId,
    integrationVersion: born.integrationVersion,
    integration: born.integration,
    lane: born.lane,
    once: born.once,
    method,
    path,
    keyLabel: born.keyLabel,
    receivedAtMs: born.receivedAtMs,
    receivedTick: born.receivedTick,
    requestBytes: born.requestBytes,
    isSealed,
    origin: born.origin,
    notification: born.origin === null ? keptChain(headersJson).notification : null,
    caller: born.caller,
    told: null,
    settle,
    sequence: 0,
    laneSequence: null,
    timings: { ...noTimings },
    state: 'waiting',
    attempt: 0,
    crashes: 0,
    failures: 0,
    nextAttemptAtMs: null,
    startedAtMs: null,
    problem: null,
    answeredStatus: null,
    waitMs: null,
    runMs: null,
  };
}

/** The picture of a call that lists show; what only its end tells is there from its end on. */
export function summaryOf(call: LiveCall): CallSummary {
  const isOver = !isOpen(call.state);
  return {
    id: call.id,
    sequence: call.sequence,
    integration: call.integration,
    integrationId: call.integrationId,
    method: call.method,
    path: call.path,
    receivedAt: new Date(call.receivedAtMs).toISOString(),
    keyLabel: call.keyLabel,
    state: call.state,
    problem: call.problem,
    answeredStatus: call.answeredStatus,
    lane: call.lane,
    laneSequence: call.laneSequence,
    attempt: call.attempt,
    nextAttemptAt: call.nextAttemptAtMs === null ? null : new Date(call.nextAttemptAtMs).toISOString(),
    waitMs: call.waitMs,
    runMs: isOver ? call.runMs : null,
    totalMs: isOver ? call.timings.finishedMs : null,
    requestBytes: call.requestBytes,
    origin: call.origin,
  };
}
