import pino from 'pino';
import type { Log } from '#main/host.ts';
import { limitRepeats } from '#main/limit-repeats.ts';
import type { Terminal } from './terminal.ts';

/** What waits beyond it is dropped. */
const maxWaitingLength = 1024 * 1024;

/**
 * The service's log: JSON lines on standard error, each written before the next begins. Where people look at it there
 * are only lines on what is wrong, for them to read: what is as it should be would bury where the screens are.
 */
export function createServiceLog(terminal: Terminal): Log {
  if (terminal.isWatched === true) return limitRepeats(plainLog(terminal));
  // Where a line finds no room it waits for that, and the service goes on.
  const output = pino.destination({ fd: 2, sync: true, maxLength: maxWaitingLength });
  output.on('error', () => undefined);
  const lines = pino({ name: 'hookline', base: { pid: process.pid } }, output);
  return limitRepeats({
    debug: (what, fields = {}) => lines.debug(fields, what),
    info: (what, fields = {}) => lines.info(fields, what),
    error: (what, fields = {}) => lines.error(fields, what),
  });
}

const plainLog = ({ note }: Terminal): Log => ({
  debug: () => undefined,
  info: () => undefined,
  error: (what, fields = {}) =>
    note(`hookline: ${[what, ...Object.entries(fields).map(fieldText)].join(', ')}`),
});

const fieldText = ([name, value]: readonly [string, unknown]): string =>
  `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
