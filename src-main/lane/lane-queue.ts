// The order of one lane, as a pure value: who waits, how many run, who is next. It knows no clock, no store
// and no promise; `pump.ts` moves it.
import { createPutOff, type PutOffCall, type PutOffOrder } from './put-off.ts';

/** How many waiting calls of a lane are kept in memory; the others are fetched from disk when their turn nears. */
export const maxRemembered = 1_000;

export type Entry = 'start' | 'wait';

/** A waiting call; `dueMs` is the moment, by the clock that `next` is given, before which it must not start. */
export interface QueuedCall {
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
  join(call: QueuedCall): void;
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
  /** When whose turn it is may start; null where nobody waits for a moment, but for room or for a call. */
  nextDueMs(nowMs: number): number | null;
  /** A waiting call that no place was taken for was cancelled. */
  withdraw(sequence: number): void;
  /** Everyone waiting was cancelled. */
  withdrawAll(): void;
  /** The sequence after which waiting calls must be fetched from disk now; null where that is not needed. */
  refillAfter(): number | null;
  /** What was found there, in order. `complete`: there were no more. */
  refill(found: readonly QueuedCall[], complete: boolean): void;
  setRoom(room: LaneRoom): void;
}

/** A look for waiting calls on disk that is under way. */
interface Fetch {
  /** A call came behind them since, which it may have missed. */
  mayMiss: boolean;
  /** Cancelled since, so it may have found them waiting still; null for all of them. */
  withdrawn: Set<number> | null;
}

/** How many wait in several lanes together. */
export interface Tally {
  waiting: number;
}

/** `onDisk`: how many already wait there. */
export function createLaneQueue(room: LaneRoom, onDisk = 0, tally: Tally = { waiting: 0 }): LaneQueue {
  let waiting = 0;
  let remembered: number[] = [];
  const later = createPutOff(orderIn(room));
  /** All that wait on disk up to this sequence are known: they are remembered or put off. */
  let last = 0;
  let running = 0;
  let entering = 0;
  /** There may be waiting calls on disk beyond it. */
  let more = onDisk > 0;
  let fetch: Fetch | null = null;

  function count(change: number): void {
    waiting += change;
    tally.waiting += change;
  }

  function learn({ sequence, dueMs }: QueuedCall): void {
    last = sequence;
    if (dueMs === null) remembered.push(sequence);
    else later.add({ sequence, dueMs });
  }

  /** Behind others that are not known yet it is left to the fetch that finds them. */
  function add(call: QueuedCall): void {
    if (call.sequence <= last) return;
    const isRoom = call.dueMs !== null || remembered.length < maxRemembered;
    if (!more && isRoom) return learn(call);
    more = true;
    if (fetch !== null) fetch.mayMiss = true;
  }

  /** Whose turn it is: whoever was put off and is due, else the first; in a strict lane the first in any case. */
  function turn(nowMs: number): PutOffCall | null {
    const first = remembered[0];
    const again = later.first();
    if (first === undefined) return again;
    const isAgain = again !== null && (room.isStrict ? again.sequence < first : again.dueMs <= nowMs);
    return isAgain ? again : { sequence: first, dueMs: 0 };
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
      add({ sequence, dueMs: null });
    },
    lost(entry) {
      if (entry === 'start') running--;
      else entering--;
    },
    join(call) {
      count(1);
      add(call);
    },
    next(nowMs) {
      if (running >= room.limit) return null;
      const next = turn(nowMs);
      if (next === null || next.dueMs > nowMs) return null;
      running++;
      count(-1);
      if (!later.remove(next.sequence)) remembered.shift();
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
      later.add({ sequence, dueMs });
    },
    hasten(sequence) {
      if (later.remove(sequence)) later.add({ sequence, dueMs: 0 });
    },
    nextDueMs: (nowMs) => (running < room.limit ? (turn(nowMs)?.dueMs ?? null) : null),
    withdraw(sequence) {
      count(-1);
      if (!later.remove(sequence)) remembered = remembered.filter((one) => one !== sequence);
      fetch?.withdrawn?.add(sequence);
    },
    withdrawAll() {
      count(-waiting);
      remembered = [];
      later.clear();
      more = fetch !== null;
      if (fetch !== null) fetch.withdrawn = null;
    },
    refillAfter() {
      if (!more || fetch !== null || remembered.length > maxRemembered / 4) return null;
      fetch = { mayMiss: false, withdrawn: new Set() };
      return last;
    },
    refill(found, complete) {
      const asked = fetch;
      fetch = null;
      if (asked === null || asked.withdrawn === null) return;
      for (const call of found) {
        if (call.sequence > last && !asked.withdrawn.has(call.sequence)) learn(call);
      }
      more = !complete || asked.mayMiss;
    },
    setRoom(next) {
      room = next;
      later.order(orderIn(room));
    },
  };
}

const orderIn = ({ isStrict }: LaneRoom): PutOffOrder => (isStrict ? 'sequence' : 'dueMs');
