// Order by a key: the expression is evaluated after the call is on disk and answered, by a run worker, in the
// order of sequences; only then does the call join its lane.
import { problem } from '#shared/problem.ts';
import { dueMsOf, type LaneDeps } from './deps.ts';
import { type Lane, type LaneGroup, laneOf } from './lane.ts';
import { findKeys, type Placement } from './find-keys.ts';
import { cancelWaiting } from './leave-queue.ts';
import { pauseToRetry } from './pause.ts';
import { standStill } from './secrets-at-hand.ts';
import type { LiveCall } from './live-call.ts';

/** Puts the next calls into their lanes; how many there were. `joined` is told of each lane that got one. */
export async function placeNext(
  deps: LaneDeps,
  group: LaneGroup,
  joined: (lane: Lane) => void,
): Promise<number> {
  const { unplaced, placing, expression } = group;
  if (placing.size > 0 || expression === null) return 0;
  for (let next = unplaced.next(0); next !== null; next = unplaced.next(0)) placing.add(next);
  const { hiddenBodyPaths } = group.integration.trigger;
  const sequences = [...placing];
  if (sequences.length === 0) return 0;
  const placements = await findKeys(deps, sequences, { expression, hiddenBodyPaths });
  if (typeof placements === 'string') {
    for (const sequence of placing) unplaced.putOff(sequence, 0);
    placing.clear();
    standStill(deps, group, placements);
    return 0;
  }
  // Handed over in one turn they are one commit, in order.
  const arePlaced = await Promise.all(placements.map((one) => keep(deps, one, expression)));
  for (const [at, { sequence, laneKey, nextAttemptAtMs, cameFrom }] of placements.entries()) {
    unplaced.done();
    placing.delete(sequence);
    if (arePlaced[at] !== true) continue;
    const lane = laneOf(group, laneKey);
    lane.queue.join({ sequence, dueMs: dueMsOf(deps, group.integration.trigger, nextAttemptAtMs) });
    const known = group.known.get(sequence);
    if (known !== undefined) {
      known.lane += laneKey;
      void endSelfWait(deps, group, known, cameFrom);
    }
    joined(lane);
  }
  // Cancelled before their request was read: their places are free again.
  for (const sequence of [...placing]) {
    unplaced.done();
    placing.delete(sequence);
  }
  return sequences.length;
}

/** A caller who holds the lane until this call is answered would wait for itself. */
async function endSelfWait(
  deps: LaneDeps,
  group: LaneGroup,
  call: LiveCall,
  cameFrom: readonly string[],
): Promise<void> {
  if (call.settle === null || cameFrom.length === 0) return;
  const holder = [...group.running.values()].find(
    ({ id, lane }) => lane === call.lane && cameFrom.includes(id),
  );
  if (holder === undefined) return;
  const { sequence } = call;
  const why = problem('lane_waits_on_itself', {
    reason: `The call came from ${holder.id}, which holds the lane until this one is answered.`,
  });
  try {
    await cancelWaiting(deps, group, { sequence, why });
  } catch (error) {
    deps.report('a call that waits for itself cannot be cancelled', error);
  }
}

async function keep(
  { calls, now, report }: LaneDeps,
  { sequence, laneKey, note }: Placement,
  expression: string,
): Promise<boolean> {
  const deed = note === null ? null : { action: 'unkeyed' as const, by: null, atMs: now(), note };
  for (;;) {
    try {
      return await calls.place({ sequence, laneKey, expression, deed });
    } catch (error) {
      report('a call cannot be put into its lane', error);
      await pauseToRetry();
    }
  }
}
