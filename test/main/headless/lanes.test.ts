import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LaneDetail, LaneEvent, LaneSummary } from '#shared/model/lane.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { hookline, serveOn } from './command-line.ts';

// The same commands on a running service and on an installation that nobody serves.

let folder: string;
let service: Awaited<ReturnType<typeof serveOn>>;
beforeEach(async () => {
  folder = await newFolder();
  const file = join(folder, 'installation.yaml');
  await writeFile(file, installation);
  service = await serveOn(folder, ['--apply', file]);
});
afterEach(async () => {
  await service.stop();
  await dropFolder(folder);
});

const installation = `hookline: 1
integrations:
  - name: Orders
    code: order
    trigger: { authentication: { kind: none }, orderedDelivery: { onFailure: hold } }
    workflow: [{ name: stop, kind: fail, status: 503, message: The stock is closed. }]
  - name: Customers
    code: custo
    trigger: { authentication: { kind: none }, orderedDelivery: { by: query.id, onFailure: hold } }
    workflow: [{ name: stop, kind: fail, status: 503, message: The stock is closed. }]
`;

const run = (...args: string[]) => hookline(['--data', folder, 'lanes', ...args]);

async function json<T>(...args: string[]): Promise<T> {
  const { status, out, err } = await run(...args, '--json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out);
}

const show = (...args: string[]) => json<LaneDetail>('show', ...args);

async function send(path: string): Promise<string> {
  const answer = await fetch(`${service.ready.webhookUrl}${path}`, { method: 'POST' });
  return answer.headers.get('x-call-id') ?? '';
}

const failedHead = () =>
  until(
    () => show('Orders'),
    ({ hold, running }) => hold !== null && running === 0,
  );

test('a lane that its head stopped is shown, and moved head by head', async () => {
  const ids = [await send('/order/Orders'), await send('/order/Orders'), await send('/order/Orders')];
  const held = await failedHead();
  expect(held).toMatchObject({
    hold: { kind: 'hold', callId: ids[0], note: expect.stringContaining('The stock is closed.') },
    waitingCalls: ids.map((id, at) => ({ id, place: at + 1 })),
  });
  expect((await run('show', 'Orders')).out).toMatch(
    /^order\/Orders is held: 0 running, 3 waiting\.\nHeld since .* by the failure of .*The stock is closed\./,
  );
  await json('retry', 'Orders', '--note', 'It is open again.');
  expect((await failedHead()).waitingCalls[0]?.id).toBe(ids[0]);
  expect((await run('skip', 'order/Orders', '--note', 'It was sent by hand.')).out).toMatch(
    /^order\/Orders is \w+: \d running, \d waiting\.\n$/,
  );
  const next = await until(failedHead, ({ hold }) => hold?.callId === ids[1]);
  expect(next.waitingCalls.map(({ id }) => id)).toEqual(ids.slice(1));
  const events = await json<LaneEvent[]>('history', 'Orders');
  const owner = 'the owner of the data folder, on the command line';
  expect(events.map(({ action, note, by }) => [action, note, by])).toEqual([
    ['hold', expect.stringContaining('The stock is closed.'), null],
    ['skip', 'It was sent by hand.', owner],
    ['hold', expect.stringContaining('The stock is closed.'), null],
    ['retry', 'It is open again.', owner],
    ['hold', expect.stringContaining('The stock is closed.'), null],
  ]);
  expect((await run('history', 'Orders')).out).toMatch(/AT +DONE +BY +KEY +CALL +NOTE\n.*hold +- /);
});

test('an installation that nobody serves is cleared of a call, and resumed', async () => {
  const ids = [await send('/order/Orders'), await send('/order/Orders')];
  await failedHead();
  await service.stop();
  const cancelled = await json<LaneSummary>('cancel', ids[1]!, '--note', 'Sent twice.');
  expect(cancelled).toMatchObject({ hold: { kind: 'hold', callId: ids[0] }, waiting: 1 });
  expect(await run('cancel', ids[1]!)).toEqual({
    status: 1,
    out: '',
    err: 'hookline: The call does not wait\n',
  });
  expect(await json<LaneSummary>('resume', 'Orders')).toMatchObject({ hold: null, waiting: 1 });
  expect(await run('resume', 'Orders')).toMatchObject({ status: 1, err: 'hookline: The lane is not held\n' });
});

test('an installation that nobody serves is held and drained', async () => {
  await service.stop();
  const held = await json<LaneSummary>('hold', 'Orders', '--note', 'Stocktaking.');
  expect(held.hold).toMatchObject({ kind: 'hold', note: 'Stocktaking.', callId: null });
  expect((await json<LaneSummary>('drain', 'Orders')).hold).toMatchObject({ kind: 'drain' });
  expect(await run('skip', 'Orders')).toMatchObject({
    status: 1,
    err: 'hookline: No call waits in the lane\n',
  });
});

test('one lane of a key is told from the others', async () => {
  const ids = [
    await send('/custo/Customers?id=7'),
    await send('/custo/Customers?id=7'),
    await send('/custo/Customers?id=8'),
  ];
  await until(
    () => show('Customers'),
    ({ heldKeys, running }) => heldKeys === 2 && running === 0,
  );
  const seven = await show('Customers', '--key', '7');
  expect(seven.waitingCalls.map(({ id, place, key }) => [id, place, key])).toEqual([
    [ids[0], 1, '7'],
    [ids[1], 2, '7'],
  ]);
  expect((await run('show', 'Customers')).out).toMatch(/is waiting, 2 held by key: 0 running, 3 waiting\./);
  await json('skip', 'Customers', '--key', '8', '--note', 'Gone.');
  expect((await show('Customers')).keys.map(({ key }) => key)).toEqual(['7']);
  const { status, err } = await run('skip', 'Customers', '--key', '9');
  expect({ status, err }).toEqual({ status: 1, err: 'hookline: No call with the key 9 waits.\n' });
});

test('what is not there, and what needs no resuming, is said in one line', async () => {
  expect(await run('cancel', 'nobody')).toMatchObject({
    status: 1,
    err: 'hookline: There is no call nobody.\n',
  });
  const { status, err } = await hookline(['--data', folder, 'executions', 'resume']);
  expect({ status, err }).toEqual({ status: 1, err: 'hookline: Executions are not paused.\n' });
});
