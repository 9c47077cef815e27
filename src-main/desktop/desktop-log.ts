import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Log } from '#main/host.ts';
import { limitRepeats } from '#main/limit-repeats.ts';

const longestBytes = 10 * 1024 * 1024;

/**
 * JSON lines in `<data>/hookline.log`: nobody reads a desktop app's standard error. One older file is kept. A log that
 * cannot be written, or turned over, stops nothing.
 */
export function openDesktopLog(folder: string): Log {
  const path = join(folder, 'hookline.log');
  turnOver(path);
  const destination = openOr(path);
  // Without a listener the first write that fails would end the app.
  destination.on('error', () => undefined);
  const lines = pino({ name: 'hookline', base: { pid: process.pid } }, destination);
  return limitRepeats({
    debug: (what, fields = {}) => lines.debug(fields, what),
    info: (what, fields = {}) => lines.info(fields, what),
    error: (what, fields = {}) => lines.error(fields, what),
  });
}

function turnOver(path: string): void {
  try {
    if (statSync(path).size > longestBytes) renameSync(path, `${path}.1`);
  } catch {
    // The first start has none; and one that cannot be moved is written on.
  }
}

/** Standard error where there can be no file. */
function openOr(path: string) {
  try {
    return pino.destination({ dest: path, sync: true });
  } catch {
    return pino.destination({ dest: 2, sync: true });
  }
}
