// Lanes in motion: starts whoever's turn it is and fetches from disk those whose turn nears. The order is
// decided by `lane-queue.ts`; every start is on disk before it has an effect or is told to anyone.
import type { StartedCall } from '#main/ports/store.ts';
import { dueMsOf, momentOf, retryMs, type LaneDeps } from './deps.ts';
import { forgetEmpty, type Lane, type LaneGroup, roomOf, runningIn, widthOf } from './lane.ts';
import { type LaneQueue, maxRemembered } from './lane-queue.ts';
import { createLiveCall, type LiveCall } from './live-call.ts';
import { placeNext } from './place-calls.ts';
import { runCall } from './run-call.ts';
import { isLacking } from './secrets-at-hand.ts';
import { forget } from './known-calls.ts';

export type Pump = ReturnType<typeof createPump>;

export function createPump(deps: LaneDeps) {
  const { calls, now, tick } = deps;
  let isPaused = false;

  const isStill = (group: LaneGroup): boolean => isPaused || group.isChanging || group.lacks !== null;

  /** Whether one more may run. Lanes that are fetched hold places: not all of many keys are at once. */
  const hasRoom = (group: LaneGroup): boolean =>
    runningIn(group) + group.fetching < widthOf(group.integration);

  /** Starts whoever may start in a lane. */
  function turn(group: LaneGroup, lane: Lane): void {
    // A lane of a rule that was changed since has nobody to start any more.
    if (isStill(group) || group.lanes.get(lane.key) !== lane) return;
    while (lane.key === '' || hasRoom(group)) {
      const sequence = lane.queue.next(tick());
      if (sequence === null) {
        group.crowded.delete(lane);
        if (refillIfLow(group, lane.queue, lane.key, () => turnFetched(group, lane))) group.fetching++;
        wakeInTime(group, lane);
        return;
      }
      group.starting.add(sequence);
      void start(group, lane, sequence);
    }
    group.crowded.add(lane);
  }

  /** The place of whoever was fetched was kept until then. */
  function turnFetched(group: LaneGroup, lane: Lane): void {
    group.fetching--;
    turn(group, lane);
    turnOthers(group, lane);
  }

  /** A call has left its place in a lane. Those that had no room before come first, so that none is starved. */
  function turnOthers(group: LaneGroup, lane: Lane): void {
    if (lane.key === '') return turn(group, lane);
    group.crowded.delete(lane);
    group.crowded.add(lane);
    for (const crowded of group.crowded) {
      if (!hasRoom(group)) break;
      // With more to start and no room left, it is put behind the others.
      group.crowded.delete(crowded);
      turn(group, crowded);
    }
    forgetEmpty(group, lane);
  }

  function turnAll(group: LaneGroup): void {
    for (const lane of group.lanes.values()) turn(group, lane);
    place(group);
  }

  /** Puts those whose lane is not known yet into their lanes, in order. */
  function place(group: LaneGroup): void {
    if (isStill(group) || group.expression === null) return;
    refillIfLow(group, group.unplaced, null, () => place(group));
    void placeNext(deps, group, (lane) => turn(group, lane)).then((placed) => {
      if (placed > 0) place(group);
    });
  }

  function wakeInTime(group: LaneGroup, lane: Lane): void {
    clearTimeout(lane.wake ?? undefined);
    const nowMs = tick();
    const dueMs = lane.queue.nextDueMs(nowMs);
    lane.wake = dueMs === null ? null : setTimeout(turn, Math.max(1, dueMs - nowMs), group, lane).unref();
  }

  /** Whether it is being fetched who waits. */
  function refillIfLow(
    group: LaneGroup,
    queue: LaneQueue,
    laneKey: string | null,
    then: () => void,
  ): boolean {
    const after = queue.refillAfter();
    if (after !== null) void refill(group, queue, { laneKey, after }, then);
    return after !== null;
  }

  async function refill(
    group: LaneGroup,
    queue: LaneQueue,
    from: { readonly laneKey: string | null; readonly after: number },
    then: () => void,
  ): Promise<void> {
    try {
      const integrationId = group.integration.id;
      const rows = await calls.waiting({ integrationId, ...from, limit: maxRemembered });
      const { trigger } = group.integration;
      const found = rows.map(({ sequence, nextAttemptAtMs }) => ({
        sequence,
        // Its lane is found at once, whenever it may start there.
        dueMs: from.laneKey === null ? null : dueMsOf(deps, trigger, nextAttemptAtMs),
      }));
      queue.refill(found, rows.length < maxRemembered);
      then();
    } catch (error) {
      deps.report('waiting calls cannot be read', error);
      queue.refill([], false);
      setTimeout(then, retryMs).unref();
    }
  }

  /** Whether a call that has taken its place leaves it again: it lacks a secret, or the lane was stopped meanwhile. */
  async function mustWait(group: LaneGroup, lane: Lane, sequence: number): Promise<boolean> {
    const { round } = lane;
    let lacks: boolean | null = false;
    if (group.asking > 0 || deps.missing.areSome()) {
      group.asking++;
      try {
        lacks = await group.askInTurn(() => isLacking(deps, group, lane, sequence));
      } finally {
        group.asking--;
      }
    }
    // Cancelled meanwhile, it must not come back into its lane: the store says that it is gone.
    if (lacks === null) return false;
    // One before it went back: it must not pass that one.
    if (round !== lane.round) return true;
    if (!lacks && !isStill(group) && roomOf(group, lane.key).limit > 0) return false;
    lane.round++;
    return true;
  }

  async function start(group: LaneGroup, lane: Lane, sequence: number): Promise<void> {
    let started: StartedCall | null;
    try {
      if (await mustWait(group, lane, sequence)) {
        group.starting.delete(sequence);
        lane.queue.putOff(sequence, 0);
        // What it lacked may be there by now, and others may have waited for its place.
        turnOthers(group, lane);
        return;
      }
      group.lackingSinceMs = null;
      const known = group.known.get(sequence);
      const startedAtMs = known === undefined ? now() : momentOf(deps, known);
      started = await calls.start({ sequence, startedAtMs });
    } catch (error) {
      deps.report('a call cannot be started', error);
      setTimeout(() => void start(group, lane, sequence), retryMs).unref();
      return;
    }
    const known = group.known.get(sequence);
    group.starting.delete(sequence);
    forget(group, sequence);
    if (started === null) {
      lane.queue.gone();
      turnOthers(group, lane);
      return;
    }
    const call = known ?? earlierCall(group, sequence, started);
    // Whether its caller waits still is known here before it is on disk.
    const { attempt, crashes, failures, lane: name } = started;
    Object.assign(call, { attempt, crashes, failures, lane: name, nextAttemptAtMs: null });
    await run(group, lane, call, started.request);
  }

  const run = (group: LaneGroup, lane: Lane, call: LiveCall, request: StartedCall['request']) =>
    runCall(deps, group, lane, call, request, () => turnOthers(group, lane));

  return {
    /** Whether a call of this version may start without being asked what it lacks. */
    mayStart: (group: LaneGroup, version: number): boolean =>
      !isStill(group) &&
      group.asking === 0 &&
      (version === group.integration.version || !deps.missing.areSome()),
    turn,
    turnAll,
    place,
    run,
    /** Starts nothing more, or goes on. */
    setPaused(paused: boolean): void {
      isPaused = paused;
    },
  };
}

/** A call that an earlier life put on disk, or whose turn came from disk. */
function earlierCall(group: LaneGroup, sequence: number, started: StartedCall): LiveCall {
  const integration = group.integration.name;
  const call = createLiveCall({ ...started, integration, receivedTick: null }, started.request, null);
  return Object.assign(call, {
    sequence,
    laneSequence: started.laneSequence,
    answeredStatus: started.answeredStatus,
  });
}
