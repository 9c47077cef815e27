// Lanes: where accepted calls wait for their turn. A call is put on disk, waits, runs and ends here; every change
// is on disk before it has an effect or is told to anyone. It knows neither HTTP nor SQLite.
import type { BackedUpLane, KeptHold } from '#main/ports/lane-rows.ts';
import type { FirstCall } from '#main/ports/idempotency.ts';
import type { NewCall } from '#main/ports/store.ts';
import type { CallTimings } from '#shared/model/call.ts';
import type { Integration } from '#shared/model/integration.ts';
import type { Hold, KeyLane } from '#shared/model/lane.ts';
import { keyInLane, laneKeyOf } from '#shared/model/lane-key.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { keptProblem, retryMs, sinceReceived, type LaneDeps } from './deps.ts';
import { createLaneActions } from './lane-actions.ts';
import {
  allLanes,
  createGroup,
  enteringIn,
  expressionOf,
  holdOver,
  keyLanesOf,
  type Lane,
  laneOf,
  type LaneGroup,
  type LanePicture,
  pictureOf,
  retryAfterSeconds,
  roomOf,
  runningIn,
  waitingIn,
} from './lane.ts';
import { cancelWaiting, endWaiting } from './leave-queue.ts';
import { followRule } from './follow-rule.ts';
import { createLiveCall, type LiveCall } from './live-call.ts';
import { closing, dismiss } from './dismiss.ts';
import { pause } from './pause.ts';
import { createPump } from './pump.ts';
import { tellCaller } from './tell-caller.ts';
import { lookForSecrets, refuseWaiting, secretsUnreadable } from './secrets-at-hand.ts';
import { type KnownTally, remember } from './known-calls.ts';

/** A call that has passed every check and whose body has been read. */
export type AcceptedCall = Omit<NewCall, 'start' | 'laneKey'> & { readonly receivedTick: number };
export type Lanes = ReturnType<typeof createLanes>;

const pauseMs = 10;
const settleMs = 2_000;

export function createLanes(deps: LaneDeps) {
  const { calls, now, tick } = deps;
  const groups = new Map<string, LaneGroup>();
  /** Of deleted integrations; what runs of them comes to its end. */
  const leaving = new Set<LaneGroup>();
  const allGroups = (): LaneGroup[] => [...groups.values(), ...leaving];
  const knownInAll: KnownTally = { calls: 0 };
  const pump = createPump(deps);
  let isClosing = false;
  /** What runs has time until then, where all ends. */
  let until = Infinity;

  function groupOf(integrationId: string): LaneGroup {
    const group = groups.get(integrationId);
    if (group === undefined) throw new Error(`There is no lane of integration ${integrationId}.`);
    return group;
  }

  /** Gives every lane the room that its integration, its holds and its secrets leave it. */
  function open(group: LaneGroup): void {
    lookForSecrets(deps, group);
    for (const lane of group.lanes.values()) lane.queue.setRoom(roomOf(group, lane.key));
    pump.turnAll(group);
  }

  function openAll(): void {
    for (const group of groups.values()) open(group);
  }

  /** An integration is another now, or gone: what those need that call it may be something else. */
  function openIfMissing(): void {
    if (deps.missing.areSome()) openAll();
  }

  const isOver = (group: LaneGroup): boolean => isClosing || groups.get(group.integration.id) !== group;

  /** Cancels all that wait, and forgets the lanes; how many. What the disk does not take now is tried until it does. */
  async function cancelAll(group: LaneGroup, why: Problem): Promise<number | null> {
    const integrationId = group.integration.id;
    let cancelled: number;
    try {
      // Handed over in one turn, they are one commit; who waits for an answer is to be found in the log with it.
      const heard = [...group.known.values()].filter(({ settle }) => settle !== null);
      const told = heard.map(({ sequence }) =>
        cancelWaiting(deps, group, { sequence, why, unstarted: false }),
      );
      const others = calls.cancelAll({ integrationId, problem: keptProblem(why), finishedAtMs: now() });
      const [count, ...areCancelled] = await Promise.all([others, ...told]);
      cancelled = count + areCancelled.filter(Boolean).length;
    } catch (error) {
      deps.report('the calls of a deleted integration cannot be cancelled', error);
      // The next start makes up for it.
      if (!isClosing) setTimeout(() => void cancelAll(group, why), retryMs).unref();
      return null;
    }
    groups.delete(integrationId);
    leaving.add(group);
    for (const left of leaving) if (runningIn(left) === 0) leaving.delete(left);
    group.unplaced.withdrawAll();
    for (const { queue } of group.lanes.values()) queue.withdrawAll();
    for (const sequence of [...group.known.keys()])
      endWaiting(deps, group, { sequence, state: 'cancelled', why, waited: null });
    return cancelled;
  }

  /** Lets whoever is next come on: in a lane, or on the way into one. */
  function moveOn(group: LaneGroup, lane: Lane | null): void {
    if (lane === null) pump.place(group);
    else pump.turn(group, lane);
  }

  const actions = createLaneActions(deps, { groupOf, open });

  return {
    ...actions,

    /** Makes or changes the lanes of an integration; `found` is what a start found on disk. */
    configure(
      integration: Integration,
      found?: { readonly lanes: readonly BackedUpLane[]; readonly holds: readonly KeptHold[] },
    ): void {
      const group =
        groups.get(integration.id) ??
        createGroup(integration, found?.lanes ?? [], found?.holds ?? [], { tick, knownInAll });
      groups.set(integration.id, group);
      group.integration = integration;
      if (expressionOf(integration.trigger) === group.expression) open(group);
      else if (!group.isChanging) void followRule(deps, group, { isOver: () => isOver(group), open });
      if (found === undefined) openIfMissing();
    },

    /** The integration is gone: nothing of it starts any more, and all that wait are cancelled; how many. */
    async remove(integrationId: string, why: Problem): Promise<number> {
      const group = groupOf(integrationId);
      const waiting = waitingIn(group);
      group.isRemoved = true;
      open(group);
      openIfMissing();
      return (await cancelAll(group, why)) ?? waiting;
    },

    /**
     * Why no more calls may wait: `lane_full` with the time after which to try again, `lane_draining`, and where the
     * caller waits for the result, `secrets_unreadable`.
     */
    refusal({ id, trigger }: Integration, callerWaits: boolean): Problem | null {
      const group = groupOf(id);
      if (callerWaits && group.lacks !== null) return secretsUnreadable(group.lacks.note);
      if (group.holds.get(allLanes)?.kind === 'drain') {
        return problem('lane_draining', { retryAfterSeconds: retryAfterSeconds(group) });
      }
      // Those on their way to disk count too, so that a burst cannot overshoot.
      const waiting = waitingIn(group) + enteringIn(group);
      if (waiting < trigger.maxWaiting) return null;
      return problem('lane_full', {
        reason: `${waiting} calls are waiting, ${trigger.maxWaiting} may.`,
        retryAfterSeconds: retryAfterSeconds(group),
      });
    },

    /**
     * Puts a call on disk and lets it run in its turn. The order in which this is called, without waiting in
     * between, is the order of acceptance. `settle` is told the end, or the answer if that comes before.
     * A call that repeats another takes no place. Rejects with a StoreFailure; the call then does not exist.
     */
    async accept(
      accepted: AcceptedCall,
      settle: LiveCall['settle'],
    ): Promise<{ readonly call: LiveCall } | { readonly first: FirstCall }> {
      const group = groupOf(accepted.integrationId);
      // All of them go on in the order in which they came here.
      while (group.change !== null) await group.change;
      const lane = group.expression === null ? laneOf(group, '') : null;
      const queue = lane?.queue ?? group.unplaced;
      const entry = queue.enter(lane !== null && pump.mayStart(group, accepted.integrationVersion));
      if (entry === 'start') {
        group.beginning++;
        group.lackingSinceMs = null;
      }
      const call = createLiveCall(accepted, accepted.request, settle);
      call.answeredStatus = accepted.answeredStatus;
      call.timings.authorisedMs = accepted.authorisedMs;
      let kept: Awaited<ReturnType<typeof calls.accept>> | null = null;
      try {
        const laneKey = lane === null ? null : '';
        kept = await calls.accept({ ...accepted, laneKey, start: entry === 'start' });
      } finally {
        if (kept === null || 'first' in kept) {
          if (entry === 'start') group.beginning--;
          queue.lost(entry);
          moveOn(group, lane);
        }
      }
      if ('first' in kept) return kept;
      Object.assign(call, kept);
      call.timings.storedMs = sinceReceived(deps, call);
      queue.stored(call.sequence, entry);
      if (lane !== null && entry === 'start') {
        group.beginning--;
        call.attempt = 1;
        void pump.run(group, lane, call, accepted.request);
      } else {
        remember(group, call);
        deps.announce(call);
        if (isClosing) void dismiss(deps, group, call);
        if (settle !== null && group.lacks !== null)
          refuseWaiting(deps, group, call.sequence, group.lacks.note);
        moveOn(group, lane);
      }
      return { call };
    },

    /** Cancels a call that has not begun, since its caller hung up; false where it had. */
    async cancel({ integrationId, sequence }: LiveCall, why: Problem): Promise<boolean> {
      return cancelWaiting(deps, groupOf(integrationId), { sequence, why });
    },

    /** When an open call reached what; null where this life does not know. */
    timingsOf(integrationId: string, sequence: number): CallTimings | null {
      const group = groups.get(integrationId);
      return (group?.running.get(sequence) ?? group?.known.get(sequence))?.timings ?? null;
    },

    /** What stops the lane of this name, `code/name` or `code/name#key`. */
    holdOf(integrationId: string, lane: string): Hold | null {
      const group = groups.get(integrationId);
      const key = keyInLane(lane);
      return group === undefined ? null : holdOver(group, key === null ? '' : laneKeyOf(key));
    },

    sinceReceived: (call: LiveCall): number => sinceReceived(deps, call),
    waitingIn: (integrationId: string): number => waitingIn(groupOf(integrationId)),
    runningIn: (integrationId: string): number => runningIn(groupOf(integrationId)),
    runningCalls: (integrationId: string): readonly LiveCall[] => [
      ...groupOf(integrationId).running.values(),
    ],
    keyLanes: (integrationId: string, limit: number): KeyLane[] => keyLanesOf(groupOf(integrationId), limit),
    pictures: (): LanePicture[] => [...groups.values()].map(pictureOf),
    pictureOf: (integrationId: string): LanePicture | null => {
      const group = groups.get(integrationId);
      return group === undefined ? null : pictureOf(group);
    },

    /** Starts nothing more while paused; accepting goes on. */
    setPaused(paused: boolean): void {
      pump.setPaused(paused);
      openAll();
    },

    /** Other secrets can be read than before. */
    lookForSecrets: openAll,

    /** Starts nothing more; resolves when what runs has ended, or after the grace time. */
    async drain(graceMs: number): Promise<void> {
      isClosing = true;
      pump.setPaused(true);
      until = Math.min(until, tick() + graceMs);
      const dismissed = allGroups().flatMap((group) =>
        [...group.known.values()].map((call) => dismiss(deps, group, call)),
      );
      while (allGroups().some((group) => runningIn(group) > 0) && tick() < until) await pause(pauseMs);
      // A disk that hangs keeps nobody from hearing it.
      await Promise.race([Promise.all(dismissed), pause(settleMs)]);
      for (const { known, running } of allGroups())
        for (const call of [...known.values(), ...running.values()]) tellCaller(call, closing);
    },

    /** After the runs were cut off: resolves when what follows is on disk, or cannot be put there. */
    async settled(): Promise<void> {
      const until = tick() + settleMs;
      while (allGroups().some(({ running }) => running.size > 0) && tick() < until) await pause(pauseMs);
    },
  };
}
