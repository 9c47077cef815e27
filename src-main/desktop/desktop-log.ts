import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Log } from '#main/host.ts';

const longestBytes = 10 * 1024 * 1024;

/** JSON lines in `<data>/hookline.log`: nobody reads a desktop app's standard error. One older file is kept. */
export function openDesktopLog(folder: string): Log {
  const path = join(folder, 'hookline.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > longestBytes) renameSync(path, `${path}.1`);
  const lines = pino(
    { name: 'hookline', base: { pid: process.pid } },
    pino.destination({ dest: path, sync: true }),
  );
  return {
    info: (what, fields = {}) => lines.info(fields, what),
    error: (what, fields = {}) => lines.error(fields, what),
  };
}
