// What a person may do to a lane. Each deed is on disk, with its note, before it has an effect.
import type { KeptHold, LaneDeed, WaitingRow } from '#main/ports/lane-rows.ts';
import type { LaneEvent } from '#shared/model/lane.ts';
import { laneKeyOf } from '#shared/model/lane-key.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { keptProblem, type LaneDeps } from './deps.ts';
import { allLanes, type LaneGroup } from './lane.ts';
import { endWaiting, leaveQueue, waitedOf } from './leave-queue.ts';

export interface LaneAction {
  readonly integrationId: string;
  /** A lane of an integration that orders by a key; null for the one lane, or for all. */
  readonly key: string | null;
  readonly note: string;
  /** Who does it, as the lane's history names them. */
  readonly by: string;
}

export interface HeadAction extends LaneAction {
  /** Whom it means; another head is left alone. */
  readonly callId?: string | undefined;
}

const stoppedAndEnded =
  'The call that stopped the lane has ended and cannot be tried again in its place. Skip it or resume the lane, and replay it where it should run once more.';

interface Access {
  groupOf(integrationId: string): LaneGroup;
  /** Gives every lane the room it has now, and starts whoever may start. */
  open(group: LaneGroup): void;
}

export function createLaneActions(deps: LaneDeps, { groupOf, open }: Access) {
  const { calls, now } = deps;

  const deedOf = (action: LaneEvent['action'], { note, by }: Pick<LaneAction, 'note' | 'by'>): LaneDeed => ({
    action,
    by,
    note,
    atMs: now(),
  });

  /** The keys under which a hold of what the action means may stand. */
  const keysOf = (key: string | null): readonly string[] =>
    key === null ? [allLanes, ''] : [laneKeyOf(key)];

  async function hold(action: LaneAction, kind: 'hold' | 'drain'): Promise<void> {
    const { integrationId, key, note } = action;
    const group = groupOf(integrationId);
    const laneKey = key === null ? allLanes : laneKeyOf(key);
    const deed = deedOf(kind, action);
    const held = { integrationId, laneKey, kind, note, callId: null };
    await calls.hold({ ...held, deed });
    group.holds.set(laneKey, { ...held, sinceMs: deed.atMs });
    open(group);
  }

  async function headOf({ integrationId, key, callId }: HeadAction): Promise<Result<WaitingRow>> {
    const group = groupOf(integrationId);
    const laneKey = key === null ? '' : laneKeyOf(key);
    if (!group.lanes.has(laneKey)) {
      const detail =
        key === null ? 'Each key has a lane of its own: say which.' : `No call with the key ${key} waits.`;
      return refuse(problem('lane_not_found', { detail }));
    }
    const [head] = await calls.waiting({ integrationId, laneKey, after: 0, limit: 1 });
    if (head === undefined) return refuse(problem('lane_empty'));
    if (callId !== undefined && head.id !== callId) {
      return refuse(problem('call_not_waiting', { detail: 'Another call is the head by now.' }));
    }
    return ok(head);
  }

  /** The hold of a lane that a call stopped by its end, such as one that was given up: that one waits no more. */
  async function stoppedByEnded({ integrationId, key, callId }: HeadAction): Promise<KeptHold | null> {
    const held = groupOf(integrationId).holds.get(key === null ? '' : laneKeyOf(key));
    if (held === undefined || held.callId === null) return null;
    if (callId !== undefined && callId !== held.callId) return null;
    const stored = await calls.get(held.callId);
    return stored?.summary.state === 'waiting' ? null : held;
  }

  async function liftHold(group: LaneGroup, laneKey: string, deed: LaneDeed): Promise<void> {
    const callId = group.holds.get(laneKey)?.callId ?? null;
    await calls.release({ integrationId: group.integration.id, laneKey, deed: { ...deed, callId } });
    group.holds.delete(laneKey);
  }

  /** Lifts the hold that a call's failure caused, where there is one: on disk it is lifted already. */
  function letGo(group: LaneGroup, callId: string): void {
    for (const [key, held] of group.holds) if (held.callId === callId) group.holds.delete(key);
  }

  /** Those who watch see a call of an earlier life too. */
  async function announceStored(id: string): Promise<void> {
    const stored = await calls.get(id);
    if (stored !== null) deps.announceStored(stored.summary);
  }

  return {
    async hold(action: LaneAction): Promise<Result<null>> {
      await hold(action, 'hold');
      return ok(null);
    },

    /** Accepts nothing more and runs what waits. */
    async drainLane(action: Omit<LaneAction, 'key'>): Promise<Result<null>> {
      await hold({ ...action, key: null }, 'drain');
      return ok(null);
    },

    async resume(action: LaneAction): Promise<Result<null>> {
      const { integrationId, key } = action;
      const group = groupOf(integrationId);
      const held = keysOf(key).filter((laneKey) => group.holds.has(laneKey));
      if (held.length === 0) return refuse(problem('lane_not_held'));
      for (const laneKey of held) await liftHold(group, laneKey, deedOf('resume', action));
      open(group);
      return ok(null);
    },

    /** Tries a head that has failed again at once, with all its attempts before it. */
    async retry(action: HeadAction): Promise<Result<null>> {
      if ((await stoppedByEnded(action)) !== null) {
        return refuse(problem('head_not_failed', { detail: stoppedAndEnded }));
      }
      const head = await headOf(action);
      if (!head.ok) return head;
      const { sequence, id, laneKey, problem: failed } = head.value;
      if (failed === null) return refuse(problem('head_not_failed'));
      const group = groupOf(action.integrationId);
      if (!(await calls.renew({ sequence, deed: deedOf('retry', action) }))) {
        return refuse(problem('call_not_waiting'));
      }
      letGo(group, id);
      const known = group.known.get(sequence);
      if (known !== undefined) Object.assign(known, { failures: 0, nextAttemptAtMs: null });
      group.lanes.get(laneKey ?? '')?.queue.hasten(sequence);
      open(group);
      return ok(null);
    },

    /** Lets the head fail, and goes on with the next. One that has ended already is only left behind. */
    async skip(action: HeadAction): Promise<Result<null>> {
      const ended = await stoppedByEnded(action);
      if (ended !== null) {
        const group = groupOf(action.integrationId);
        await liftHold(group, ended.laneKey, deedOf('skip', action));
        open(group);
        return ok(null);
      }
      const head = await headOf(action);
      if (!head.ok) return head;
      const { sequence, id } = head.value;
      const why = problem('skipped');
      const deed = deedOf('skip', action);
      const group = groupOf(action.integrationId);
      const waited = waitedOf(deps, group, sequence, why);
      const place = await calls.skip({ sequence, problem: keptProblem(why), deed, waited });
      if (place === null) return refuse(problem('call_not_waiting'));
      letGo(group, id);
      leaveQueue(group, { ...place, sequence });
      const isKnown = endWaiting(deps, group, { sequence, state: 'failed', why, waited });
      if (!isKnown) await announceStored(id);
      open(group);
      return ok(null);
    },

    async cancelCall(of: {
      readonly integrationId: string;
      readonly callId: string;
      readonly note: string;
      readonly by: string;
    }): Promise<Result<null>> {
      const stored = await calls.get(of.callId);
      if (stored === null || stored.summary.integrationId !== of.integrationId) {
        return refuse(problem('call_not_found'));
      }
      const { sequence } = stored.summary;
      const why = problem('cancelled');
      const group = groupOf(of.integrationId);
      const waited = waitedOf(deps, group, sequence, why);
      const place = await calls.cancel({
        sequence,
        problem: keptProblem(why),
        finishedAtMs: now(),
        unstarted: false,
        deed: deedOf('cancel', of),
        waited,
      });
      if (place === null) return refuse(problem('call_not_waiting'));
      letGo(group, of.callId);
      leaveQueue(group, { ...place, sequence });
      const isKnown = endWaiting(deps, group, { sequence, state: 'cancelled', why, waited });
      if (!isKnown) await announceStored(of.callId);
      open(group);
      return ok(null);
    },
  };
}
