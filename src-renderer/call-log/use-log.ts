import { useEffect, useMemo } from 'react';
import { client } from '#renderer/app/client.ts';
import { askedOf, type LogFilter, readFilter, writeFilter } from './filter.ts';
import { followCalls, loadOlder } from './follow-calls.ts';
import { createLogStore, type LogStore } from './log-store.ts';

export interface Log {
  readonly store: LogStore;
  /** Asks for the next older page, unless it is under way. */
  readonly older: () => void;
}

/** The live log under a filter, followed for as long as the component stands. */
export function useLog(filter: LogFilter): Log {
  const written = writeFilter(filter);
  const log = useMemo(() => createLog(written), [written]);
  useEffect(() => log.follow(), [log]);
  return log;
}

function createLog(written: string) {
  const filter = askedOf(readFilter(written), Date.now());
  const store = createLogStore();
  let ending = new AbortController();
  let isLoading = false;
  return {
    store,
    follow(): () => void {
      ending = new AbortController();
      void followCalls(client.calls, filter, store, ending.signal);
      return () => ending.abort();
    },
    older(): void {
      if (isLoading) return;
      isLoading = true;
      void loadOlder(client.calls, filter, store, ending.signal).finally(() => {
        isLoading = false;
      });
    },
  };
}
