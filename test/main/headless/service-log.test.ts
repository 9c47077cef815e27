import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const full = '/dev/full';
const script = `
  import { createServiceLog } from '#main/headless/service-log.ts';
  const log = createServiceLog({ isWatched: false });
  for (let line = 0; line < 3; line++) log.error('line ' + line);
  setTimeout(() => { log.error('a later one'); console.log('alive'); }, 20);`;

test.runIf(existsSync(full))('a log that finds no room ends nothing', () => {
  const stderr = openSync(full, 'w');
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '../../..'),
    stdio: ['ignore', 'pipe', stderr],
    encoding: 'utf8',
  });
  closeSync(stderr);
  expect([status, stdout]).toEqual([0, 'alive\n']);
});
