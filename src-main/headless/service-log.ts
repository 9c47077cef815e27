import pino from 'pino';
import type { Log } from '#main/host.ts';
import { limitRepeats } from '#main/limit-repeats.ts';

/** The service's log: JSON lines on standard error, each written before the next begins. */
export function createServiceLog(): Log {
  const lines = pino(
    { name: 'hookline', base: { pid: process.pid } },
    pino.destination({ fd: 2, sync: true }),
  );
  return limitRepeats({
    info: (what, fields = {}) => lines.info(fields, what),
    error: (what, fields = {}) => lines.error(fields, what),
  });
}
