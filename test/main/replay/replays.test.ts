import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Client } from '#shared/contract/index.ts';
import type { Replay } from '#shared/model/replay.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import {
  bodyOf,
  create,
  draft,
  ended,
  startRuntime,
  type TestRuntime,
  until,
} from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
  at = await startRuntime(folder);
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

const post = async (address: string, init: RequestInit = {}): Promise<string> => {
  const answer = await fetch(address, { method: 'POST', ...init });
  await answer.arrayBuffer();
  return answer.headers.get('x-call-id')!;
};
const newest = async (client: Client) => (await client.calls.list({ limit: 1000 })).calls;
const done = (client: Client, id: string) =>
  until(
    async () => (await client.replays.list()).find((replay) => replay.id === id)!,
    ({ state }) => state !== 'running',
  );
const counts = ({ state, total, sent, leftOut }: Replay) => ({ state, total, sent, leftOut });

test('a call that is sent again is the same to the byte, names its origin, and is named there', async () => {
  const { address } = await create(at, draft('Orders', { repeatable: true }));
  const body = new Uint8Array([0, 255, 10, 13, 34, 128]);
  const headers = { 'content-type': 'application/x-odd', 'x-Odd': 'a  b', cookie: 'secret=1' };
  const first = await post(`${address}?b=2&a=%41&a=1`, { body, headers });
  const before = await ended(at.client, first);

  const { callId } = await at.client.replays.once({ id: first });
  const after = await ended(at.client, callId);
  expect(after.request).toEqual(before.request);
  expect(after).toMatchObject({
    origin: first,
    state: 'succeeded',
    keyLabel: 'Replay',
    answeredStatus: null,
    laneSequence: before.laneSequence! + 1,
  });
  expect((await at.client.calls.get({ id: first })).replays).toEqual([
    { id: callId, state: 'succeeded', receivedAt: after.receivedAt },
  ]);
});

test('a large body has a file of its own in the call that repeats it', async () => {
  const { address } = await create(at, draft('Orders', { repeatable: true }));
  const body = new Uint8Array(3 * 1_048_576 + 7).map((_, index) => index % 251);
  const first = await post(address, { body });
  await ended(at.client, first);
  const { callId } = await at.client.replays.once({ id: first });
  await ended(at.client, callId);
  expect((await bodyOf(at, callId))!.equals(body)).toBe(true);
});

test('what is changed is changed, and the rest stays', async () => {
  const { address } = await create(at, draft('Orders', { repeatable: true, methods: ['POST', 'PUT'] }));
  const first = await post(`${address}?a=1`, {
    body: '{"id":1}',
    headers: { 'content-type': 'application/json' },
  });
  await ended(at.client, first);
  const changes = {
    method: 'PUT' as const,
    query: 'a=2',
    headers: [
      ['X-New', 'yes'],
      ['authorization', 'Bearer not-to-be-kept'],
    ] as [string, string][],
    body: '{"id":2}',
  };
  const { callId } = await at.client.replays.once({ id: first, changes });
  const { request } = await ended(at.client, callId);
  expect(request).toMatchObject({
    method: 'PUT',
    rawQuery: 'a=2',
    query: { a: '2' },
    headers: [['X-New', 'yes']],
    body: { data: '{"id":2}' },
  });
});

test('a changed body says its own length, where the one before did', async () => {
  const { address } = await create(at, draft('Orders', { repeatable: true }));
  const first = await post(address, { body: '{"id":1}' });
  await ended(at.client, first);
  const { callId } = await at.client.replays.once({ id: first, changes: { body: '{"id":"é"}' } });
  const { request } = await ended(at.client, callId);
  expect(request.headers.filter(([name]) => name === 'content-length')).toEqual([['content-length', '11']]);
  expect(request.body).toMatchObject({ data: '{"id":"é"}', bytes: 11 });
});

test('a changed text is written in the charset of its content type, which has to hold it', async () => {
  const { address } = await create(at, draft('Orders', { repeatable: true }));
  const latin = { 'content-type': 'text/plain; charset=iso-8859-1' };
  const first = await post(address, { body: Buffer.from('caf\u00e9', 'latin1'), headers: latin });
  await ended(at.client, first);
  const { callId } = await at.client.replays.once({ id: first, changes: { body: 'th\u00e9' } });
  await ended(at.client, callId);
  expect(await bodyOf(at, callId)).toEqual(Buffer.from([0x74, 0x68, 0xe9]));
  await expect(at.client.replays.once({ id: first, changes: { body: 'те' } })).rejects.toMatchObject({
    code: 'input_invalid',
    message: expect.stringContaining('The charset iso-8859-1 has no "т"; UTF-8 can hold any.'),
  });
  const utf8: [string, string][] = [['content-type', 'text/plain; charset=utf-8']];
  const other = await at.client.replays.once({ id: first, changes: { headers: utf8, body: 'те' } });
  await ended(at.client, other.callId);
  expect((await bodyOf(at, other.callId))?.toString()).toBe('те');
});

test('a trigger that does not say that its calls may be repeated asks for a confirmation', async () => {
  const { address, integration } = await create(at, draft('Orders'));
  const first = await post(address);
  await ended(at.client, first);
  await expect(at.client.replays.once({ id: first })).rejects.toMatchObject({
    code: 'replay_not_confirmed',
    message: expect.stringContaining(`${integration.code}/Orders`),
  });
  await expect(at.client.replays.start({ selection: { ids: [first] } })).rejects.toMatchObject({
    code: 'replay_not_confirmed',
  });
  const { callId } = await at.client.replays.once({ id: first, confirmed: true });
  expect(await ended(at.client, callId)).toMatchObject({ state: 'succeeded', origin: first });
});

test('what was refused, is open, or has no trigger any more cannot be sent again', async () => {
  const { address, integration } = await create(at, draft('Orders', { repeatable: true }));
  const refused = await post(address, { method: 'DELETE' });
  await until(
    () => newest(at.client),
    (calls) => calls.some(({ id }) => id === refused),
  );
  await expect(at.client.replays.once({ id: refused, confirmed: true })).rejects.toMatchObject({
    code: 'call_not_repeatable',
  });
  await at.client.lanes.hold({ integrationId: integration.id });
  const open = await post(address);
  await expect(at.client.replays.once({ id: open })).rejects.toMatchObject({ code: 'call_not_repeatable' });
  expect(await at.client.replays.plan({ selection: { ids: [refused, open] } })).toEqual({
    total: 0,
    refused: 1,
    open: 1,
    integrations: [],
  });
  await expect(at.client.replays.start({ selection: { ids: [open] } })).rejects.toMatchObject({
    code: 'replay_empty',
  });
});

test('a call runs again although it carries an idempotency key, and its key still stands for the first', async () => {
  const { address } = await create(
    at,
    draft('Orders', { repeatable: true, idempotency: { header: 'Idempotency-Key', hours: 1 } }),
  );
  const headers = { 'idempotency-key': 'one' };
  const first = await post(address, { headers });
  await ended(at.client, first);
  const { callId } = await at.client.replays.once({ id: first });
  expect(await ended(at.client, callId)).toMatchObject({ state: 'succeeded', origin: first });
  const again = await fetch(address, { method: 'POST', headers });
  expect(await again.json()).toMatchObject({ callId: first });
});

test('a filter is sent again in the order in which its calls came, and takes none of its own', async () => {
  const { address, integration } = await create(
    at,
    draft('Orders', { repeatable: true, orderedDelivery: true }),
  );
  const other = await create(at, draft('Others', { repeatable: true }));
  const ids: string[] = [];
  for (let count = 0; count < 25; count++) {
    ids.push(await post(address, { body: String(count) }));
    await post(other.address);
  }
  for (const id of ids) await ended(at.client, id);
  await post(address, { method: 'DELETE' });

  const filter = { integration: `${integration.code}/Orders` };
  const begun = await at.client.replays.start({ selection: { filter } });
  expect(counts(await done(at.client, begun.id))).toEqual({ state: 'done', total: 25, sent: 25, leftOut: 0 });
  const replayed = (await newest(at.client)).filter(({ origin }) => origin !== null).toReversed();
  expect(replayed.map(({ origin }) => origin)).toEqual(ids);
});

test('half of a lane is left to callers: a replay waits, and says what for, until it is stopped', async () => {
  const { address, integration } = await create(at, draft('Orders', { repeatable: true, maxWaiting: 8 }));
  const ids: string[] = [];
  for (let count = 0; count < 10; count++) {
    ids.push(await post(address));
    await ended(at.client, ids.at(-1)!);
  }
  await at.client.lanes.hold({ integrationId: integration.id });
  const begun = await at.client.replays.start({ selection: { ids } });
  const waiting = await until(
    async () => (await at.client.replays.list())[0]!,
    ({ waitsFor, sent }) => waitsFor !== null && sent === 4,
  );
  expect(waiting.waitsFor).toBe(`Half of the lane ${integration.code}/Orders is left to callers.`);
  expect((await fetch(address, { method: 'POST' })).status).toBe(202);
  const stopped = await at.client.replays.stop({ id: begun.id });
  expect(counts(stopped)).toEqual({ state: 'stopped', total: 10, sent: 4, leftOut: 0 });
  await at.client.lanes.resume({ integrationId: integration.id });
});

test('what the disk does not take is sent once it does, and until then the replay says what it waits for', async () => {
  const { address } = await create(at, draft('Orders', { repeatable: true }));
  const ids: string[] = [];
  for (const bytes of [7, 1_048_576, 7]) {
    ids.push(await post(address, { body: new Uint8Array(bytes) }));
    await ended(at.client, ids.at(-1)!);
  }
  const [blobs, away] = [join(folder, 'blobs'), join(folder, 'away')];
  await rename(blobs, away);
  const begun = await at.client.replays.start({ selection: { ids } });
  const waiting = await until(
    async () => (await at.client.replays.list())[0]!,
    ({ waitsFor }) => waitsFor !== null,
  );
  expect(waiting.waitsFor).toContain('ENOENT');
  expect(counts(waiting)).toEqual({ state: 'running', total: 3, sent: 1, leftOut: 0 });
  await rename(away, blobs);
  expect(counts(await done(at.client, begun.id))).toEqual({ state: 'done', total: 3, sent: 3, leftOut: 0 });
  const replayed = (await newest(at.client)).filter(({ origin }) => origin !== null).toReversed();
  expect(replayed.map(({ origin }) => origin)).toEqual(ids);
});

test('a restart goes on with a replay where it was: no call is left out, none is sent twice', async () => {
  const { address, integration } = await create(at, draft('Orders', { repeatable: true, maxWaiting: 8 }));
  const ids: string[] = [];
  for (let count = 0; count < 12; count++) {
    ids.push(await post(address));
    await ended(at.client, ids.at(-1)!);
  }
  await at.client.lanes.hold({ integrationId: integration.id });
  const begun = await at.client.replays.start({ selection: { ids: ids.toReversed() } });
  await until(
    async () => (await at.client.replays.list())[0]!.sent,
    (sent) => sent === 4,
  );
  await at.stop();
  at = await startRuntime(folder);
  expect(counts((await at.client.replays.list())[0]!)).toMatchObject({
    state: 'running',
    total: 12,
    sent: 4,
  });
  await at.client.lanes.resume({ integrationId: integration.id });
  expect(counts(await done(at.client, begun.id))).toEqual({ state: 'done', total: 12, sent: 12, leftOut: 0 });
  const replayed = (await newest(at.client)).filter(({ origin }) => origin !== null).toReversed();
  expect(replayed.map(({ origin }) => origin)).toEqual(ids);
});

test('a call that the trigger no longer takes is left out with the reason, and the others go on', async () => {
  const { address, integration } = await create(at, draft('Orders', { repeatable: true }));
  const got = await post(address, { method: 'GET' });
  const posted = await post(address);
  for (const id of [got, posted]) await ended(at.client, id);
  const { trigger, ...rest } = draft('Orders', { repeatable: true, methods: ['POST'] });
  await at.client.integrations.update({
    id: integration.id,
    version: integration.version,
    draft: { ...rest, code: integration.code, trigger },
  });
  const begun = await at.client.replays.start({ selection: { ids: [got, posted] } });
  const replay = await done(at.client, begun.id);
  expect(counts(replay)).toEqual({ state: 'done', total: 2, sent: 1, leftOut: 1 });
  expect(replay.lastProblem).toBe('The endpoint takes POST, not GET.');
});
