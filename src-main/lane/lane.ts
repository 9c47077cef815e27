import { createTurns, type InTurn } from '#main/in-turn.ts';
import type { BackedUpLane, KeptHold } from '#main/ports/lane-rows.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import type { Hold, KeyLane, LaneSummary } from '#shared/model/lane.ts';
import { keyOf } from '#shared/model/lane-key.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { createLaneQueue, type LaneQueue, type LaneRoom, type Tally } from './lane-queue.ts';
import type { LiveCall } from './live-call.ts';
import { createPace, secondsUntilEmpty, type Pace } from './pace.ts';
import type { KnownTally } from './known-calls.ts';

/** Where the hold of all lanes of an integration stands. */
export const allLanes = '*';

/** One queue, in motion. */
export interface Lane {
  /** Empty where it is the only one of its integration. */
  readonly key: string;
  readonly queue: LaneQueue;
  /** Fires when a call that was put off is due. */
  wake: NodeJS.Timeout | null;
  /** Another once a call that had taken its place went back: those that took theirs before go back too, in order. */
  round: number;
}

/** The lanes of one integration with the calls they hold. */
export interface LaneGroup {
  integration: Integration;
  /** It was deleted; what runs still comes to its end. */
  isRemoved: boolean;
  readonly lanes: Map<string, Lane>;
  /** Over all its queues. */
  tally: Tally;
  /** Calls whose lane is not known yet; nobody is ever in it where there is one lane for all. */
  unplaced: LaneQueue;
  /** Those of them that are being put into their lanes. */
  readonly placing: Set<number>;
  readonly holds: Map<string, KeptHold>;
  /** Lanes with calls that might start if the integration had room for more at once. */
  readonly crowded: Set<Lane>;
  /** How many lanes are being fetched from disk. */
  fetching: number;
  readonly pace: Pace;
  /** Calls of this life that wait, by sequence; older ones become known when they start. */
  readonly known: Map<number, LiveCall>;
  /** How many of those there are in all groups. */
  readonly knownInAll: KnownTally;
  /** How many are on their way to disk as running ones. */
  beginning: number;
  /** Sequences whose start is on its way to disk. */
  readonly starting: Set<number>;
  readonly running: Map<number, LiveCall>;
  /** The expression that its lanes follow now; null where there is one lane for all. */
  expression: string | null;
  /** Another expression is to be followed: nothing starts until those that run have ended. */
  isChanging: boolean;
  /** A secret that its calls need cannot be read: nothing starts until it can. */
  lacks: { readonly note: string; readonly sinceMs: number } | null;
  /** Since when that has been so without a call that went on; kept while it is looked at anew. */
  lackingSinceMs: number | null;
  /** Of how many whose turn has come is being asked whether they lack one; nobody passes them. */
  asking: number;
  readonly askInTurn: InTurn;
  /** Until the waiting calls have been taken out of their lanes; null at other times. */
  change: Promise<void> | null;
}

export const laneName = (at: { readonly code: string; readonly name: string }): string =>
  endpointPath(at).slice(1);

/** The expression that gives each call its lane; null where there is one for all. */
export const expressionOf = ({ orderedDelivery }: Trigger): string | null =>
  orderedDelivery === false ? null : orderedDelivery.by;

/** How many calls of the integration may run at once. */
export const widthOf = ({ trigger }: Integration): number =>
  trigger.orderedDelivery !== false && trigger.orderedDelivery.by === null ? 1 : trigger.concurrency;

export function createGroup(
  integration: Integration,
  backedUp: readonly BackedUpLane[],
  holds: readonly KeptHold[],
  { tick, knownInAll }: { tick(): number; readonly knownInAll: KnownTally },
): LaneGroup {
  const group: LaneGroup = {
    integration,
    isRemoved: false,
    lanes: new Map(),
    tally: { waiting: 0 },
    unplaced: createLaneQueue(placingRoom),
    placing: new Set(),
    holds: new Map(holds.map((hold) => [hold.laneKey, hold])),
    crowded: new Set(),
    fetching: 0,
    pace: createPace(tick),
    known: new Map(),
    knownInAll,
    beginning: 0,
    starting: new Set(),
    running: new Map(),
    expression: null,
    isChanging: false,
    lacks: null,
    lackingSinceMs: null,
    asking: 0,
    askInTurn: createTurns(),
    change: null,
  };
  fill(group, backedUp, expressionOf(integration.trigger));
  return group;
}

/** How many calls are put into their lanes in one go. */
const placingRoom: LaneRoom = { limit: 32, isStrict: true };

/** Makes the lanes anew from what waits on disk, put in order by this expression. */
export function fill(group: LaneGroup, backedUp: readonly BackedUpLane[], expression: string | null): void {
  for (const { wake } of group.lanes.values()) clearTimeout(wake ?? undefined);
  group.lanes.clear();
  group.crowded.clear();
  group.expression = expression;
  // Another one: the queues of before still count what is on its way to disk.
  group.tally = { waiting: 0 };
  const unplaced = backedUp.find(({ laneKey }) => laneKey === null);
  group.unplaced = createLaneQueue(placingRoom, unplaced?.waiting, group.tally);
  for (const { laneKey, waiting } of backedUp) {
    if (laneKey !== null) laneOf(group, laneKey, waiting);
  }
  if (expression === null) laneOf(group, '');
}

/** The lane of a key, made where it is not there. */
export function laneOf(group: LaneGroup, key: string, waiting = 0): Lane {
  const known = group.lanes.get(key);
  if (known !== undefined) return known;
  const queue = createLaneQueue(roomOf(group, key), waiting, group.tally);
  const lane: Lane = { key, queue, wake: null, round: 0 };
  group.lanes.set(key, lane);
  return lane;
}

/** A lane of a key that nobody is in needs not be remembered. */
export function forgetEmpty(group: LaneGroup, lane: Lane): void {
  const { waiting, running, entering } = lane.queue;
  if (lane.key === '' || waiting + running + entering > 0 || group.lanes.get(lane.key) !== lane) return;
  group.lanes.delete(lane.key);
  group.crowded.delete(lane);
}

export function roomOf({ integration, isRemoved, holds }: LaneGroup, key: string): LaneRoom {
  const { trigger, enabled } = integration;
  const isHeld = [allLanes, key].some((at) => holds.get(at)?.kind === 'hold');
  const isStrict = trigger.orderedDelivery !== false;
  // A switched off integration starts nothing: its calls keep waiting.
  return { limit: !enabled || isRemoved || isHeld ? 0 : isStrict ? 1 : trigger.concurrency, isStrict };
}

/** Waiting calls, in lanes and before them. */
export const waitingIn = ({ tally, placing }: LaneGroup): number => tally.waiting + placing.size;

/** Calls on their way to disk that will wait. */
export function enteringIn(group: LaneGroup): number {
  const { unplaced, lanes } = group;
  return unplaced.entering + (lanes.get('')?.queue.entering ?? 0);
}

/** Calls that run, or will as soon as that is on disk. */
export const runningIn = ({ running, starting, beginning }: LaneGroup): number =>
  running.size + starting.size + beginning;

/** When a caller of a full lane may try again, from the lane's own speed. */
export const retryAfterSeconds = (group: LaneGroup): number =>
  secondsUntilEmpty({
    waiting: waitingIn(group),
    perSecond: group.pace.perSecond(),
    meanRunMs: group.pace.meanRunMs(),
    width: widthOf(group.integration),
  });

/** What is known of a lane without asking the store. */
export type LanePicture = Omit<LaneSummary, 'head' | 'oldestWaitingAt'>;

export function pictureOf(group: LaneGroup): LanePicture {
  const { integration, holds, pace, running } = group;
  const { trigger } = integration;
  return {
    lane: laneName(integration),
    integrationId: integration.id,
    integration: integration.name,
    enabled: integration.enabled,
    ordered: trigger.orderedDelivery !== false,
    by: expressionOf(trigger),
    hold: holdOver(group, ''),
    heldKeys: [...holds.keys()].filter((key) => key.startsWith('#')).length,
    concurrency: widthOf(integration),
    running: runningIn(group),
    runningSince: [...running.values()].map(({ startedAtMs, receivedAtMs }) =>
      new Date(startedAtMs ?? receivedAtMs).toISOString(),
    ),
    waiting: waitingIn(group),
    finishedLastMinute: pace.lastMinute(),
    meanRunMs: pace.meanRunMs(),
  };
}

/** What stops a lane: its own hold, that of all lanes, or a secret that is missing. */
export function holdOver({ holds, lacks }: LaneGroup, laneKey: string): Hold | null {
  // A lane that is drained and stands still all the same says why it stands.
  const stops = [allLanes, laneKey].flatMap((key) => shownHold(holds.get(key)) ?? []);
  return stops.find(({ kind }) => kind === 'hold') ?? lackOf(lacks) ?? stops[0] ?? null;
}

/** The lanes of single keys, held ones first, then the longest. */
export function keyLanesOf({ lanes, holds }: LaneGroup, limit: number): KeyLane[] {
  const keys = new Set([...holds.keys(), ...lanes.keys()].filter((key) => key.startsWith('#')));
  return [...keys]
    .map((laneKey) => {
      const queue = lanes.get(laneKey)?.queue;
      const hold = holds.get(laneKey);
      return {
        key: keyOf(laneKey) ?? '',
        running: queue?.running ?? 0,
        waiting: queue?.waiting ?? 0,
        hold: shownHold(hold),
      };
    })
    .sort((a, b) => Number(b.hold !== null) - Number(a.hold !== null) || b.waiting - a.waiting)
    .slice(0, limit);
}

const shownHold = (hold: KeptHold | undefined): Hold | null => {
  if (hold === undefined) return null;
  const { kind, sinceMs, note, callId } = hold;
  return { kind, since: new Date(sinceMs).toISOString(), note, callId, until: 'resumed' };
};

const lackOf = (lacks: LaneGroup['lacks']): Hold | null =>
  lacks === null
    ? null
    : {
        kind: 'hold',
        since: new Date(lacks.sinceMs).toISOString(),
        note: lacks.note,
        callId: null,
        until: 'readable',
      };
