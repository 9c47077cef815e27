import { useEffect, useMemo } from 'react';
import { client } from '#renderer/app/client.ts';
import { serverNow } from '#renderer/ui/server-time.ts';
import { askedOf, type LogFilter, readFilter, writeFilter } from './filter.ts';
import { createLog, type Log } from './log.ts';

/** The live log under a filter, followed for as long as the component stands. */
export function useLog(filter: LogFilter): Log {
  const written = writeFilter(filter);
  const log = useMemo(() => logOf(written), [written]);
  useEffect(() => log.follow(), [log]);
  return log;
}

const logOf = (written: string): Log => createLog(client.calls, askedOf(readFilter(written), serverNow()));
