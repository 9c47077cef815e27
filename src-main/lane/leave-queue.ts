import type { Problem } from '#shared/problem.ts';
import { keptProblem, sinceReceived, type LaneDeps } from './deps.ts';
import { forgetEmpty, type LaneGroup } from './lane.ts';
import { forget } from './waiting-calls.ts';

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

/** Cancels a call that has not begun; false where it had. */
export async function cancelWaiting(
  deps: LaneDeps,
  group: LaneGroup,
  { sequence, why, callerGoneMs }: Cancelled,
): Promise<boolean> {
  const cancel = { sequence, problem: keptProblem(why), finishedAtMs: deps.now(), callerGoneMs };
  const place = await deps.calls.cancel({ ...cancel, unstarted: true, deed: null });
  if (place === null) return false;
  leaveQueue(group, { ...place, sequence });
  endWaiting(deps, group, sequence, 'cancelled', why);
  return true;
}

interface Cancelled {
  readonly sequence: number;
  readonly why: Problem;
  /** When its caller hung up, where that is why. */
  readonly callerGoneMs: number | null;
}

/** A waiting call came to its end without running: whoever waits for it is told, and those who watch. */
export function endWaiting(
  deps: LaneDeps,
  group: LaneGroup,
  sequence: number,
  state: 'cancelled' | 'failed',
  why: Problem,
): boolean {
  const call = group.waiting.get(sequence);
  if (call === undefined) return false;
  forget(group, sequence);
  const { settle } = call;
  call.settle = null;
  settle?.({ kind: 'failed', problem: why, status: null });
  call.state = state;
  // Skipped, it keeps the reason for which it had failed.
  call.problem = state === 'failed' ? (call.problem ?? keptProblem(why)) : keptProblem(why);
  call.nextAttemptAtMs = null;
  call.timings.finishedMs = sinceReceived(deps, call);
  deps.announce(call);
  return true;
}
