// What follows an attempt, as a pure decision: nothing here knows a store, a clock or a promise.
import type { ExecutionOutcome } from '#main/ports/run.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import type { LiveCall } from './live-call.ts';

/** A call that costs its thread or the process each time is not given a fourth attempt. */
export const maxCrashes = 3;

export type Verdict =
  /** It is over. */
  | { readonly kind: 'end'; readonly state: 'succeeded' | 'failed' | 'interrupted'; readonly stops: boolean }
  /** Cut off through no fault of its own: it waits at its old place. */
  | { readonly kind: 'back' }
  | { readonly kind: 'again'; readonly waitMs: number }
  /** It stays at the head of its lane, and the lane stops. */
  | { readonly kind: 'stop' };

type Attempted = Pick<LiveCall, 'caller' | 'once' | 'crashes' | 'failures'>;
type Outcome = Pick<ExecutionOutcome, 'state' | 'problem' | 'failStatus'>;

/** Whether an attempt that was cut off may be made again: where nobody waits for the answer. */
export const mayRunAgain = ({ caller, once, crashes }: Attempted): boolean =>
  caller === 'answered' && !once && crashes + 1 < maxCrashes;

/** `random`: from 0 up to 1. */
export function judge(
  call: Attempted,
  outcome: Outcome,
  { retry, orderedDelivery }: Pick<Trigger, 'retry' | 'orderedDelivery'>,
  random: number,
): Verdict {
  const code = outcome.problem?.code;
  const holds = orderedDelivery !== false && orderedDelivery.onFailure === 'hold';
  if (outcome.state === 'succeeded') return { kind: 'end', state: 'succeeded', stops: false };
  // The end of the service counts as nobody's fault.
  if (code === 'interrupted' && call.caller === 'answered' && !call.once) return { kind: 'back' };
  // Nobody can know whether it did its work: where it runs at most once, it does not run again.
  const isCutOff = code === 'interrupted' || code === 'worker_lost';
  if (isCutOff && (call.caller !== 'answered' || call.once)) {
    return { kind: 'end', state: 'interrupted', stops: holds };
  }
  const isFinal = isCutOff || isRefusal(outcome.failStatus);
  if (!isFinal && call.failures + 1 < retry.attempts) {
    return { kind: 'again', waitMs: waitMsBefore(call.failures, retry, random) };
  }
  return holds ? { kind: 'stop' } : { kind: 'end', state: 'failed', stops: false };
}

/** Where the integration is gone, nothing follows an attempt, and there is no lane to stop. */
export function asLast(verdict: Verdict): Extract<Verdict, { kind: 'end' }> {
  if (verdict.kind === 'end') return { ...verdict, stops: false };
  return { kind: 'end', state: verdict.kind === 'back' ? 'interrupted' : 'failed', stops: false };
}

/** A workflow that answers with a client error has decided; trying again would not change its mind. */
const isRefusal = (status: number | null): boolean => status !== null && status >= 400 && status < 500;

function waitMsBefore(failures: number, { waitSeconds, jitter }: Trigger['retry'], random: number): number {
  const seconds = waitSeconds[Math.min(failures, waitSeconds.length - 1)] ?? 0;
  return Math.round(seconds * 1_000 * (1 + jitter * (2 * random - 1)));
}
