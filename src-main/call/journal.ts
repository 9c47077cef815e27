// What happened, in order, for those who watch. It tells what is on disk already and steers nothing: a reader
// that is too slow loses its place, not a call.
import { randomUUID } from 'node:crypto';
import { summaryOf, type LiveCall } from '#main/lane/live-call.ts';
import type { CallBatch, CallCursor } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';

/** How many changes a reader may be behind: a second and more of five thousand calls, each of which changes thrice. */
const maxRemembered = 20_000;
const batchEveryMs = 50;
/** After a batch of so many calls the next comes later: nobody reads them as they pass, and more of their changes are one. */
const manyCalls = 100;
const batchEveryMsOfMany = 200;

export interface Journal {
  /** How many watch. */
  readonly watchers: number;
  /** A call came in, whatever becomes of it. */
  received(): void;
  changed(call: LiveCall): void;
  /** The same, of a call that is known from disk alone. */
  stored(call: CallSummary): void;
  /**
   * Batches of changes after a place, or from now on; at most twenty a second. `backlogBytes` tells how much
   * the carrier has not sent yet: a batch waits while that is much.
   */
  watch(from: {
    readonly after: CallCursor | undefined;
    readonly fits: (call: CallSummary) => boolean;
    /** Those of them that are meant, where a picture does not tell. */
    readonly search: ((calls: readonly CallSummary[]) => Promise<readonly CallSummary[]>) | null;
    readonly signal: AbortSignal | undefined;
    readonly backlogBytes: () => number;
  }): AsyncGenerator<CallBatch, void, void>;
}

const maxBacklogBytes = 1_048_576;

/** `tick`: the monotonic clock in milliseconds. */
export function createJournal(tick: () => number): Journal {
  const boot = randomUUID();
  const changes: CallSummary[] = [];
  let revision = 0;
  let watchers = 0;
  /** Calls received in the current second and in the one before. */
  const received = { second: 0, current: 0, previous: 0 };

  function turnTo(second: number): void {
    if (second === received.second) return;
    received.previous = second === received.second + 1 ? received.current : 0;
    received.current = 0;
    received.second = second;
  }

  /** Without a watcher a picture of each change would be made for nobody. */
  function remember(picture: () => CallSummary): void {
    revision++;
    if (watchers === 0) {
      changes.length = 0;
      return;
    }
    changes.push(picture());
    // In one go now and then, since each cut moves the whole list.
    if (changes.length > 2 * maxRemembered) changes.splice(0, changes.length - maxRemembered);
  }

  function perSecond(): number {
    turnTo(Math.floor(tick() / 1_000));
    return received.previous;
  }

  return {
    get watchers() {
      return watchers;
    },
    received() {
      turnTo(Math.floor(tick() / 1_000));
      received.current++;
    },
    changed: (call) => remember(() => summaryOf(call)),
    stored: (call) => remember(() => call),
    async *watch({ after, fits, search, signal, backlogBytes }) {
      watchers++;
      try {
        let seen = after?.boot === boot ? after.revision : revision;
        let reset = after !== undefined && (after.boot !== boot || revision - seen > changes.length);
        let told = -1;
        let isFlood = false;
        yield { cursor: { boot, revision: seen }, reset, calls: [], perSecond: perSecond() };
        while (signal?.aborted !== true) {
          await pause(isFlood ? batchEveryMsOfMany : batchEveryMs, signal);
          if (backlogBytes() > maxBacklogBytes) continue;
          const rate = perSecond();
          if (seen === revision && rate === told) continue;
          const missed = revision - seen;
          reset = missed > Math.min(changes.length, maxRemembered);
          const fitting = reset || missed === 0 ? [] : latestOfEach(changes.slice(-missed).filter(fits));
          isFlood = fitting.length > manyCalls;
          seen = revision;
          told = rate;
          // More may happen while it is looked for; that is for the next batch.
          const cursor = { boot, revision };
          const calls = search === null || fitting.length === 0 ? fitting : [...(await search(fitting))];
          yield { cursor, reset, calls, perSecond: rate };
        }
      } finally {
        watchers--;
      }
    },
  };
}

/** Of several changes of one call only the last, in the order of those. */
function latestOfEach(changes: readonly CallSummary[]): CallSummary[] {
  const latest = new Map<string, CallSummary>();
  for (const call of changes) {
    latest.delete(call.id);
    latest.set(call.id, call);
  }
  return [...latest.values()];
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
