// The order of one lane, as a pure value: who waits, how many run, who is next. It knows no clock, no store
// and no promise; `pump.ts` moves it.

/** How many waiting calls of a lane are kept in memory; the others are fetched from disk when their turn nears. */
export const maxRemembered = 1_000;

export type Entry = 'start' | 'wait';

/** A waiting call; `dueMs` is the moment, by the clock that `next` is given, before which it must not start. */
export interface Waiting {
  readonly sequence: number;
  readonly dueMs: number | null;
}

export interface LaneRoom {
  /** How many calls may run at once. */
  readonly limit: number;
  /** Whether a call that was put off keeps those behind it waiting. */
  readonly isStrict: boolean;
}

export interface LaneQueue {
  /** Calls running, those whose start is on its way to disk included. */
  readonly running: number;
  /** Calls waiting on disk. */
  readonly waiting: number;
  /** Calls that will wait, on their way to disk. */
  readonly entering: number;
  /**
   * A call is handed over to the store. `start` where it may, nobody is before it and there is room: its place is
   * taken at once. Calls are handed over, and `stored` is told of them, in one order.
   */
  enter(mayStart: boolean): Entry;
  /** Its commit is on disk, under this sequence. */
  stored(sequence: number, entry: Entry): void;
  /** Its commit failed. */
  lost(entry: Entry): void;
  /** A call that waits on disk already joins at the end. */
  join(call: Waiting): void;
  /** Takes a place for the next waiting call; null where there is no room or nobody whose turn it is. */
  next(nowMs: number): number | null;
  /** The store found the call no longer waiting, so its place is free again. */
  gone(): void;
  /** A running call ended. */
  done(): void;
  /** A running call waits for another attempt, at its old place. */
  putOff(sequence: number, dueMs: number): void;
  /** A call that was put off may start at once. */
  hasten(sequence: number): void;
  /** When the next of those put off becomes due; null where there is none: who is due already waits for room alone. */
  nextDueMs(nowMs: number): number | null;
  /** A waiting call that no place was taken for was cancelled. */
  withdraw(sequence: number): void;
  /** Everyone waiting was cancelled. */
  withdrawAll(): void;
  /** The sequence after which waiting calls must be fetched from disk now; null where that is not needed. */
  refillAfter(): number | null;
  /** What was found there, in order. `complete`: there were no more. */
  refill(found: readonly Waiting[], complete: boolean): void;
  setRoom(room: LaneRoom): void;
}

/** How many wait in several lanes together. */
export interface Tally {
  waiting: number;
}

/** `onDisk`: how many already wait there. */
export function createLaneQueue(room: LaneRoom, onDisk = 0, tally: Tally = { waiting: 0 }): LaneQueue {
  let waiting = 0;
  let remembered: number[] = [];
  /** Those put off, by the moment at which they are due. */
  let later: { sequence: number; dueMs: number }[] = [];
  /** The highest sequence known so far: what waits on disk below it is remembered or put off. */
  let last = 0;
  let running = 0;
  let entering = 0;
  /** There may be waiting calls on disk beyond the remembered ones. */
  let more = onDisk > 0;
  let fetching = false;
  /** A call was stored beyond the remembered ones while a fetch was under way, which may have missed it. */
  let storedWhileFetching = false;
  /** Cancelled while a fetch was under way, which may have found them waiting still; null for all of them. */
  let withdrawnWhileFetching: Set<number> | null = new Set();

  function count(change: number): void {
    waiting += change;
    tally.waiting += change;
  }

  function remember(sequence: number): void {
    if (sequence <= last) return;
    if (!more && remembered.length < maxRemembered) {
      remembered.push(sequence);
      last = sequence;
    } else {
      more = true;
      storedWhileFetching ||= fetching;
    }
  }

  function delay(sequence: number, dueMs: number): void {
    const at = later.findIndex((one) => one.dueMs > dueMs);
    later.splice(at === -1 ? later.length : at, 0, { sequence, dueMs });
  }

  /** Whose turn it is: whoever was put off and is due, else the first; in a strict lane the first in any case. */
  function turn(): { readonly sequence: number; readonly dueMs: number } | null {
    const first = remembered[0];
    if (later.length === 0) return first === undefined ? null : { sequence: first, dueMs: 0 };
    if (!room.isStrict) {
      const earliest = later[0]!;
      return first === undefined ? earliest : { sequence: first, dueMs: 0 };
    }
    const before = later.reduce((one, other) => (other.sequence < one.sequence ? other : one));
    return first === undefined || before.sequence < first ? before : { sequence: first, dueMs: 0 };
  }

  count(onDisk);
  return {
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
    get entering() {
      return entering;
    },
    enter(mayStart) {
      if (mayStart && running < room.limit && waiting === 0 && entering === 0) {
        running++;
        return 'start';
      }
      entering++;
      return 'wait';
    },
    stored(sequence, entry) {
      if (entry === 'start') {
        // Nobody waited before it. If it is put off later, a fetch must not find it a second time.
        last = Math.max(last, sequence);
        return;
      }
      entering--;
      count(1);
      remember(sequence);
    },
    lost(entry) {
      if (entry === 'start') running--;
      else entering--;
    },
    join({ sequence, dueMs }) {
      count(1);
      if (dueMs === null) remember(sequence);
      else {
        last = Math.max(last, sequence);
        delay(sequence, dueMs);
      }
    },
    next(nowMs) {
      if (running >= room.limit) return null;
      const due = room.isStrict ? undefined : later[0];
      const next = due !== undefined && due.dueMs <= nowMs ? due : turn();
      if (next === null || next.dueMs > nowMs) return null;
      running++;
      count(-1);
      if (remembered[0] === next.sequence) remembered.shift();
      else later = later.filter(({ sequence }) => sequence !== next.sequence);
      return next.sequence;
    },
    gone() {
      running--;
    },
    done() {
      running--;
    },
    putOff(sequence, dueMs) {
      running--;
      count(1);
      delay(sequence, dueMs);
    },
    hasten(sequence) {
      if (!later.some((one) => one.sequence === sequence)) return;
      later = later.filter((one) => one.sequence !== sequence);
      delay(sequence, 0);
    },
    nextDueMs: (nowMs) => later.find(({ dueMs }) => dueMs > nowMs)?.dueMs ?? null,
    withdraw(sequence) {
      count(-1);
      remembered = remembered.filter((one) => one !== sequence);
      later = later.filter((one) => one.sequence !== sequence);
      if (fetching) withdrawnWhileFetching?.add(sequence);
    },
    withdrawAll() {
      count(-waiting);
      remembered = [];
      later = [];
      more = fetching;
      if (fetching) withdrawnWhileFetching = null;
    },
    refillAfter() {
      if (!more || fetching || remembered.length > maxRemembered / 4) return null;
      fetching = true;
      storedWhileFetching = false;
      withdrawnWhileFetching = new Set();
      return last;
    },
    refill(found, complete) {
      fetching = false;
      if (withdrawnWhileFetching === null) return;
      for (const { sequence, dueMs } of found) {
        if (sequence <= last || withdrawnWhileFetching.has(sequence)) continue;
        last = sequence;
        if (dueMs === null) remembered.push(sequence);
        else delay(sequence, dueMs);
      }
      more = !complete || storedWhileFetching;
    },
    setRoom(next) {
      room = next;
    },
  };
}
