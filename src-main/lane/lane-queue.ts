// The order of one lane, as a pure value: who waits, how many run, who is next. It knows no clock, no store
// and no promise; `lanes.ts` moves it.

/** How many waiting calls of a lane are kept in memory; the others are fetched from disk when their turn nears. */
export const maxRemembered = 1_000;

export type Entry = 'start' | 'wait';

export interface LaneQueue {
  /** Calls running, those whose start is on its way to disk included. */
  readonly running: number;
  /** Calls waiting on disk. */
  readonly waiting: number;
  /** Calls that will wait, on their way to disk. */
  readonly entering: number;
  /**
   * A call is handed over to the store. `start` where nobody is before it and there is room: its place is taken
   * at once. Calls are handed over, and `stored` is told of them, in one order.
   */
  enter(): Entry;
  /** Its commit is on disk, under this sequence. */
  stored(sequence: number, entry: Entry): void;
  /** Its commit failed. */
  lost(entry: Entry): void;
  /** Takes a place for the next waiting call; null where there is no room or nobody known to wait. */
  next(): number | null;
  /** The store found the call no longer waiting, so its place is free again. */
  gone(): void;
  /** A running call ended. */
  done(): void;
  /** A waiting call that no place was taken for was cancelled. */
  withdraw(sequence: number): void;
  /** Everyone waiting was cancelled; how many. */
  withdrawAll(): void;
  /** The sequence after which waiting calls must be fetched from disk now; null where that is not needed. */
  refillAfter(): number | null;
  /** What was found there, in order. `complete`: there were no more. */
  refill(sequences: readonly number[], complete: boolean): void;
  setLimit(limit: number): void;
}

/** `waiting`: how many already wait on disk. */
export function createLaneQueue(limit: number, waiting = 0): LaneQueue {
  let remembered: number[] = [];
  /** The highest sequence that ever was remembered: what is stored below it is remembered already. */
  let last = 0;
  let running = 0;
  let entering = 0;
  /** There may be waiting calls on disk beyond the remembered ones. */
  let more = waiting > 0;
  let fetching = false;
  /** A call was stored beyond the remembered ones while a fetch was under way, which may have missed it. */
  let storedWhileFetching = false;
  /** Cancelled while a fetch was under way, which may have found them waiting still; null for all of them. */
  let withdrawnWhileFetching: Set<number> | null = new Set();

  const queue: LaneQueue = {
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
    get entering() {
      return entering;
    },
    enter() {
      if (running < limit && waiting === 0 && entering === 0) {
        running++;
        return 'start';
      }
      entering++;
      return 'wait';
    },
    stored(sequence, entry) {
      if (entry === 'start') return;
      entering--;
      waiting++;
      if (sequence <= last) return;
      if (!more && remembered.length < maxRemembered) {
        remembered.push(sequence);
        last = sequence;
      } else {
        more = true;
        storedWhileFetching ||= fetching;
      }
    },
    lost(entry) {
      if (entry === 'start') running--;
      else entering--;
    },
    next() {
      if (running >= limit || remembered.length === 0) return null;
      running++;
      waiting--;
      return remembered.shift()!;
    },
    gone() {
      running--;
    },
    done() {
      running--;
    },
    withdraw(sequence) {
      waiting--;
      remembered = remembered.filter((one) => one !== sequence);
      if (fetching) withdrawnWhileFetching?.add(sequence);
    },
    withdrawAll() {
      waiting = 0;
      remembered = [];
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
    refill(sequences, complete) {
      fetching = false;
      if (withdrawnWhileFetching === null) return;
      for (const sequence of sequences) {
        if (sequence <= last || withdrawnWhileFetching.has(sequence)) continue;
        remembered.push(sequence);
        last = sequence;
      }
      more = !complete || storedWhileFetching;
    },
    setLimit(next) {
      limit = next;
    },
  };
  return queue;
}
