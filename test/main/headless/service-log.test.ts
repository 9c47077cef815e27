import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServiceLog } from '#main/headless/service-log.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { serveOn } from './command-line.ts';

// What the service says beside its first words, to people and to programs.

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

test('without a terminal the log is JSON lines on standard error', async () => {
  const file = join(folder, 'slow.json');
  const workflow = [{ name: 'wait', kind: 'delay', seconds: 1 }];
  const slow = { name: 'Slow', code: 'abcde', trigger: { authentication: { kind: 'none' } }, workflow };
  await writeFile(file, JSON.stringify({ hookline: 1, integrations: [slow] }));
  const service = await serveOn(folder, ['--apply', file]);
  await fetch(`${service.ready.webhookUrl}/abcde/Slow`, { method: 'POST' });
  service.kill();
  await service.ended;
  // What a start has to say of a crash.
  const again = await serveOn(folder);
  const { err } = await again.stop();
  expect(JSON.parse(err.split('\n')[0] ?? '')).toMatchObject({ level: 30, msg: 'recovered' });
});

test('on a terminal what is wrong is one plain line', () => {
  const said: string[] = [];
  const log = createServiceLog({
    environment: {},
    print: async () => undefined,
    note: (line) => void said.push(line),
    isWatched: true,
  });
  log.info('backed up', { bytes: 5 });
  log.error('the disk is full', { freeBytes: 0, why: 'quota' });
  expect(said).toEqual(['hookline: the disk is full, freeBytes: 0, why: quota']);
});
