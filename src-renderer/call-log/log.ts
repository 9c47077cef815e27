// One view of the log: what it shows, and what it asks of the runtime for that.
import type { Client } from '#shared/contract/index.ts';
import type { CallFilter } from '#shared/model/call-filter.ts';
import { followCalls } from './follow-calls.ts';
import { createLogStore, type LogStore } from './log-store.ts';
import { searchAround, searchNewer, searchNewest, searchOlder, searchOldest } from './search-log.ts';

export interface Log {
  readonly store: LogStore;
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
  /** Shows the rows around a call. */
  readonly around: (id: string) => void;
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
    void look(AbortSignal.any([ending.signal, own.signal])).finally(() => {
      if (paging !== own) return;
      paging = null;
      if (waiting !== null && !ending.signal.aborted) page(waiting);
    });
  }

  const newest = () => page((signal) => searchNewest(calls, filter, store, signal), true);

  return {
    store,
    follow() {
      ending = new AbortController();
      void followCalls(calls, filter, store, { signal: ending.signal, list: newest });
      return () => ending.abort();
    },
    older: () => page((signal) => searchOlder(calls, filter, store, signal)),
    newer: () => page((signal) => searchNewer(calls, filter, store, signal)),
    newest,
    oldest: () => page((signal) => searchOldest(calls, filter, store, signal), true),
    stop(): void {
      paging?.abort();
      paging = null;
      waiting = null;
      store.stopped();
    },
    around: (id: string) => page((signal) => searchAround(calls, { filter, id }, store, signal), true),
  };
}
