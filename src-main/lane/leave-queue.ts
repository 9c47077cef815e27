import type { WaitedCall } from '#main/ports/ended-attempts.ts';
import { roundMs } from '#shared/model/call.ts';
import type { Problem } from '#shared/problem.ts';
import { keptProblem, sinceReceived, type LaneDeps } from './deps.ts';
import { forgetEmpty, type LaneGroup } from './lane.ts';
import { failureTold, tellCaller } from './tell-caller.ts';
import { forget } from './known-calls.ts';

/** A call waits no more on disk: its place in its queue is free. */
export function leaveQueue(
  group: LaneGroup,
  { sequence, laneKey }: { readonly sequence: number; readonly laneKey: string | null },
): void {
  const { starting, placing, unplaced, lanes } = group;
  // It has left the queue already; whoever moves it finds out from the store.
  if (starting.has(sequence) || placing.has(sequence)) return;
  const lane = laneKey === null ? undefined : lanes.get(laneKey);
  const queue = laneKey === null ? unplaced : lane?.queue;
  queue?.withdraw(sequence);
  if (lane !== undefined) forgetEmpty(group, lane);
}

/** Cancels a waiting call, by default only one that has not begun; false where it had, or waits no more. */
export async function cancelWaiting(
  deps: LaneDeps,
  group: LaneGroup,
  { sequence, why, unstarted = true }: Cancelled,
): Promise<boolean> {
  const waited = waitedOf(deps, group, sequence, why);
  const cancel = { sequence, problem: keptProblem(why), finishedAtMs: deps.now() };
  const place = await deps.calls.cancel({ ...cancel, unstarted, deed: null, waited });
  if (place === null) return false;
  leaveQueue(group, { ...place, sequence });
  endWaiting(deps, group, { sequence, state: 'cancelled', why, waited });
  return true;
}

interface Cancelled {
  readonly sequence: number;
  readonly why: Problem;
  readonly unstarted?: boolean;
}

/** What this life knows of a waiting call that is about to end. */
export function waitedOf(
  deps: LaneDeps,
  group: LaneGroup,
  sequence: number,
  why: Problem,
): WaitedCall | null {
  const call = group.known.get(sequence);
  if (call === undefined) return null;
  const finishedMs = sinceReceived(deps, call);
  return {
    timings: { ...call.timings, startedMs: null, finishedMs },
    waitMs: roundMs(Math.max(0, finishedMs - (call.timings.storedMs ?? 0))),
    told: call.settle === null ? null : failureTold(why),
  };
}

interface EndedWaiting {
  readonly sequence: number;
  readonly state: 'cancelled' | 'failed';
  readonly why: Problem;
  readonly waited: WaitedCall | null;
}

/** A waiting call came to its end without running: whoever waits for it is told, and those who watch. */
export function endWaiting(
  deps: LaneDeps,
  group: LaneGroup,
  { sequence, state, why, waited }: EndedWaiting,
): boolean {
  const call = group.known.get(sequence);
  if (call === undefined) return false;
  forget(group, sequence);
  tellCaller(call, { kind: 'failed', problem: why, status: null });
  call.state = state;
  // Skipped, it keeps the reason for which it had failed.
  call.problem = state === 'failed' ? (call.problem ?? keptProblem(why)) : keptProblem(why);
  call.nextAttemptAtMs = null;
  call.timings.startedMs = null;
  call.timings.finishedMs = waited?.timings.finishedMs ?? sinceReceived(deps, call);
  call.waitMs = waited?.waitMs ?? call.waitMs;
  deps.announce(call);
  return true;
}
