import type { Problem } from '#shared/problem.ts';
import { keptProblem, sinceReceived, type LaneDeps } from './deps.ts';
import type { LaneGroup } from './lane.ts';

/** A call waits no more on disk: its place in its queue is free. */
export function leaveQueue(
  { starting, placing, unplaced, lanes }: LaneGroup,
  { sequence, laneKey }: { readonly sequence: number; readonly laneKey: string | null },
): void {
  // It has left the queue already; whoever moves it finds out from the store.
  if (starting.has(sequence) || placing.has(sequence)) return;
  const queue = laneKey === null ? unplaced : lanes.get(laneKey)?.queue;
  queue?.withdraw(sequence);
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
  group.waiting.delete(sequence);
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
