import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { hookline, serveOn } from './command-line.ts';

let folder: string;
let service: Awaited<ReturnType<typeof serveOn>>;
const run = (...args: string[]) => hookline(['--data', folder, 'calls', 'export', ...args]);

beforeAll(async () => {
  folder = await newFolder();
  const file = join(folder, 'installation.json');
  const integrations = [{ name: 'Orders', code: 'order', trigger: { authentication: { kind: 'none' } } }];
  await writeFile(file, JSON.stringify({ hookline: 1, integrations }));
  service = await serveOn(folder, ['--apply', file]);
  for (let count = 0; count < 250; count++) {
    await fetch(`${service.ready.webhookUrl}/order/Orders`, { method: 'POST', body: String(count) });
  }
  await until(
    async () => (await run('--state', 'succeeded', '--format', 'csv')).err,
    (err) => err === '250 calls exported.\n',
  );
});
afterAll(async () => {
  await service.stop();
  await dropFolder(folder);
});

test('a running service exports to standard output and to a file alike, oldest first', async () => {
  const { status, out } = await run('--format', 'jsonl');
  const calls = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([status, calls.length]).toEqual([0, 250]);
  expect(calls.map(({ request }) => request.body.data)).toEqual(
    Array.from({ length: 250 }, (_, at) => String(at)),
  );
  const file = join(folder, 'calls.jsonl');
  expect(await run(file)).toMatchObject({ status: 0, out: '', err: '250 calls exported.\n' });
  expect(await readFile(file, 'utf8')).toBe(out);
});

test('a file that cannot be written is said', async () => {
  const { status, err } = await run(join(folder, 'nowhere', 'calls.har'), '--format', 'har');
  expect([status, err]).toEqual([1, expect.stringContaining('cannot be written: there is no such folder.')]);
});
