// One view of the log: what it shows, and what it asks of the runtime for that.
import { pause } from '#renderer/app/pause.ts';
import type { Client } from '#shared/contract/index.ts';
import type { CallFilter } from '#shared/model/call-filter.ts';
import { followCalls } from './follow-calls.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { searchAround, searchNewer, searchNewest, searchOlder, searchOldest } from './search-log.ts';

/** A page that could not be had is asked for again after so long. */
const againMs = 1_000;

export interface Log {
  readonly store: LogStore;
  /** What is listed: the same beginning and end for whatever is done with all of it. */
  readonly filter: CallFilter;
  /** Keeps it at what the runtime has, until what it gives is called. */
  readonly follow: () => () => void;
  /** Asks for the next older page, or the next newer one, unless a page is under way. */
  readonly older: () => void;
  readonly newer: () => void;
  /** Shows the newest calls, or the oldest. */
  readonly newest: () => void;
  readonly oldest: () => void;
  /** Ends a search where it is; `older` goes on from there. */
  readonly stop: () => void;
  /** Shows the rows around a call, unless it is shown already or does not exist any more. */
  readonly around: (id: string) => Promise<void>;
}

export function createLog(calls: Client['calls'], filter: CallFilter): Log {
  const store = createLogStore();
  let ending = new AbortController();
  let paging: AbortController | null = null;
  let waiting: ((signal: AbortSignal) => Promise<void>) | null = null;

  /** One page at a time, the last one asked for next; a jump does not wait for the page before it. */
  function page(look: (signal: AbortSignal) => Promise<void>, isJump = false): void {
    waiting = null;
    if (paging !== null && !isJump) {
      waiting = look;
      return;
    }
    paging?.abort();
    const own = new AbortController();
    paging = own;
    void insist(look, AbortSignal.any([ending.signal, own.signal])).then(() => {
      if (paging !== own) return;
      paging = null;
      if (waiting !== null && !ending.signal.aborted) page(waiting);
    });
  }

  async function insist(look: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        return await look(signal);
      } catch (error) {
        if (!signal.aborted) store.failed(error);
      }
      await pause(againMs, signal);
    }
  }

  const list = () => page((signal) => searchNewest(calls, filter, store, signal), true);

  return {
    store,
    filter,
    follow() {
      ending = new AbortController();
      void followCalls(calls, filter, store, { signal: ending.signal, list });
      return () => ending.abort();
    },
    older: () => page((signal) => searchOlder(calls, filter, store, signal)),
    newer: () => page((signal) => searchNewer(calls, filter, store, signal)),
    newest(): void {
      store.hold(false);
      list();
    },
    oldest: () => page((signal) => searchOldest(calls, filter, store, signal), true),
    stop(): void {
      paging?.abort();
      paging = null;
      waiting = null;
      store.stopped();
    },
    async around(id: string): Promise<void> {
      const { signal } = ending;
      const call = await calls.get({ id }, { signal }).catch(() => null);
      if (call === null || signal.aborted) return;
      const { isListed, nextBefore } = store.getState();
      if (isListed && (nextBefore ?? 0) <= call.sequence) return;
      page((paging) => searchAround(calls, { filter, sequence: call.sequence }, store, paging), true);
    },
  };
}
