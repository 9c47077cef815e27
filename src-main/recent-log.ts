import type { Log } from './host.ts';

/** Enough to see what led to something. */
const mostLines = 500;

export interface RecentLog extends Log {
  /** The newest lines of this life as JSON, the oldest of them first. */
  recent(): readonly string[];
}

/** A log that remembers what it said, for those who ask for help. */
export function rememberLines(log: Log, now: () => number): RecentLog {
  const lines: string[] = [];
  function remember(level: keyof Log, what: string, fields: Parameters<Log['info']>[1] = {}): void {
    lines.push(JSON.stringify({ time: new Date(now()).toISOString(), level, what, ...fields }));
    if (lines.length > mostLines) lines.shift();
  }
  return {
    debug(what, fields) {
      remember('debug', what, fields);
      log.debug(what, fields);
    },
    info(what, fields) {
      remember('info', what, fields);
      log.info(what, fields);
    },
    error(what, fields) {
      remember('error', what, fields);
      log.error(what, fields);
    },
    recent: () => lines,
  };
}
