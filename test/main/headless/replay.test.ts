import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { hookline, serveOn } from './command-line.ts';

let folder: string;
let service: Awaited<ReturnType<typeof serveOn>>;
let ids: string[];
beforeEach(async () => {
  folder = await newFolder();
  const file = join(folder, 'installation.json');
  const trigger = { authentication: { kind: 'none' } };
  await writeFile(
    file,
    JSON.stringify({
      hookline: 1,
      integrations: [
        { name: 'Orders', code: 'order', trigger: { ...trigger, repeatable: true, orderedDelivery: true } },
        { name: 'Payments', code: 'payme', trigger },
      ],
    }),
  );
  service = await serveOn(folder, ['--apply', file]);
  ids = [];
  for (let count = 0; count < 5; count++) ids.push(await post('/order/Orders', String(count)));
  await post('/payme/Payments', '');
  await until(
    () => list('--state', 'succeeded'),
    (calls) => calls.length === 6,
  );
});
afterEach(async () => {
  await service.stop();
  await dropFolder(folder);
});

async function post(path: string, body: string): Promise<string> {
  const answer = await fetch(`${service.ready.webhookUrl}${path}`, { method: 'POST', body });
  return answer.headers.get('x-call-id')!;
}
const run = (...args: string[]) => hookline(['--data', folder, ...args]);
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);
const list = async (...args: string[]): Promise<{ readonly id: string; readonly origin: string | null }[]> =>
  json('calls', 'list', ...args);

test('a dry run lists what would be sent, in its order, and sends nothing', async () => {
  const { status, out, err } = await run('calls', 'replay', '--integration', 'Orders', '--dry-run', '--json');
  expect([status, err]).toEqual([0, '5 would be sent again, in this order.\n']);
  expect(JSON.parse(out).map(({ id }: { id: string }) => id)).toEqual(ids);
  expect(await list()).toHaveLength(6);
});

test('calls are sent again by a filter and by their ids, in the order they came', async () => {
  expect(await json('calls', 'replay', '--integration', 'Orders')).toMatchObject({
    state: 'done',
    total: 5,
    sent: 5,
    leftOut: 0,
  });
  expect(await json('calls', 'replay', ids[3]!, ids[1]!)).toMatchObject({ state: 'done', sent: 2 });
  const replayed = (await list()).filter(({ origin }) => origin !== null).toReversed();
  expect(replayed.map(({ origin }) => origin)).toEqual([...ids, ids[1], ids[3]]);
  const { out } = await run('calls', 'replays');
  expect(out.split('\n').filter((line) => / done: \d of \d sent$/.test(line))).toHaveLength(2);
});

test('calls of a trigger that does not say that they may be repeated want a yes', async () => {
  const refused = await run('calls', 'replay', '--integration', 'Payments');
  expect(refused.status).toBe(1);
  expect(refused.err).toContain('payme/Payments');
  expect(await json('calls', 'replay', '--integration', 'Payments', '--yes')).toMatchObject({ sent: 1 });
});

test.each([[[]], [['not-an-id']], [['--integration', 'Orders', '019f0000-0000-7000-8000-000000000001']]])(
  'neither calls nor a filter, or both, is wrong usage: %j',
  async (args) => {
    expect((await run('calls', 'replay', ...args)).status).toBe(2);
  },
);
