// A caller who does not know whether its call came through sends it again.
import { createHmac } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { exchange } from '#test/support/raw-socket.ts';
import { create, draft, ended, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
let peer: Peer;
let answer: (body: string) => unknown;
beforeEach(async () => {
  answer = () => ({ made: peer.received.length });
  peer = await startPeer(({ body }) => answer(body));
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await peer.close();
  await dropFolder(at.folder);
});

const idempotency = {};
type Draft = Parameters<typeof draft>;
const createSender = async (name: string, trigger: Draft[1] = {}) => {
  const workflow = [
    {
      name: 'send',
      kind: 'httpRequest' as const,
      method: 'POST' as const,
      url: peer.url,
      body: { from: 'body' },
    },
  ];
  return create(at, draft(name, { idempotency, ...trigger }, { workflow }));
};
const send = (address: string, key: string | null, body = 'one', headers: Record<string, string> = {}) =>
  fetch(address, {
    method: 'POST',
    body,
    headers: { ...headers, ...(key === null ? {} : { 'idempotency-key': key }) },
  });
const told = async (given: Response) => ({
  status: given.status,
  id: given.headers.get('x-call-id'),
  replayed: given.headers.get('idempotency-replayed'),
  body: await given.text(),
});
const acceptedCalls = async () =>
  (await at.client.calls.list({ limit: 1_000 })).calls.filter(({ state }) => state !== 'refused');

describe('a call that comes again while its lane is full', () => {
  it('is answered as its first was; a new one is refused before its body is read', async () => {
    const gate = Promise.withResolvers<object>();
    answer = () => gate.promise;
    const { address } = await createSender('Full', { orderedDelivery: true, maxWaiting: 1 });
    const large = 'x'.repeat(300_000);
    const runs = await told(await send(address, 'k1'));
    const waits = await told(await send(address, 'k2', large));
    const filesOf = () => readdir(join(at.folder, 'blobs'));
    const files = await filesOf();
    expect((await send(address, 'k3')).status).toBe(429);
    expect(await told(await send(address, 'k1'))).toEqual({ ...runs, replayed: 'true' });
    expect(await told(await send(address, 'k2', large))).toEqual({ ...waits, replayed: 'true' });
    expect((await send(address, 'k2', 'another')).status).toBe(422);
    expect((await send(address, null)).status).toBe(429);
    const { pathname, port } = new URL(address);
    const head = `POST ${pathname} HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k4\r\nContent-Length: 9\r\n\r\n`;
    expect((await exchange(Number(port), head))?.status).toBe(429);
    await until(filesOf, (now) => now.length === files.length);
    gate.resolve({});
    await ended(at.client, waits.id ?? '');
    expect(peer.received).toHaveLength(2);
    expect(await acceptedCalls()).toHaveLength(2);
  });
});

it('a call with a token that comes again while its lane is full is answered as its first was', async () => {
  const gate = Promise.withResolvers<object>();
  answer = () => gate.promise;
  const secret = 'secret-that-the-issuer-of-the-tokens-signs-with';
  const jwt: object = { kind: 'jwt', algorithms: ['HS256'], keys: [{ label: 'Issuer', key: secret }] };
  const { address } = await createSender('Token', {
    orderedDelivery: true,
    maxWaiting: 1,
    // The short form of a file is not of the type that forms fill in.
    authentication: jwt as NonNullable<Draft[1]>['authentication'],
  });
  const signer = new SignJWT({ sub: 'erp' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h');
  const headers = { authorization: `Bearer ${await signer.sign(new TextEncoder().encode(secret))}` };
  const runs = await told(await send(address, 'k1', 'one', headers));
  await told(await send(address, 'k2', 'one', headers));
  expect((await send(address, 'k3', 'one', headers)).status).toBe(429);
  expect(await told(await send(address, 'k1', 'one', headers))).toEqual({ ...runs, replayed: 'true' });
  gate.resolve({});
});

it('a signed call that comes again while its lane is full is answered as its first was, and only if it is signed right', async () => {
  const gate = Promise.withResolvers<object>();
  answer = () => gate.promise;
  const secret = 'secret-that-the-sender-signs-with';
  const { address } = await createSender('Signed', {
    orderedDelivery: true,
    maxWaiting: 1,
    authentication: { kind: 'hmac', preset: 'github', secrets: [{ label: 'Sender', secret }] },
  });
  const signed = (body: string) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });
  const large = 'x'.repeat(300_000);
  const runs = await told(await send(address, 'k1', 'one', signed('one')));
  const waits = await told(await send(address, 'k2', large, signed(large)));
  const filesOf = () => readdir(join(at.folder, 'blobs'));
  const files = await filesOf();
  expect(await told(await send(address, 'k1', 'one', signed('one')))).toEqual({ ...runs, replayed: 'true' });
  expect(await told(await send(address, 'k2', large, signed(large)))).toEqual({ ...waits, replayed: 'true' });
  expect((await send(address, 'k2', 'two', signed('two'))).status).toBe(422);
  expect((await send(address, 'k1', 'one', signed('two'))).status).toBe(401);
  expect((await send(address, 'k3', large, signed(large))).status).toBe(429);
  const { pathname, port } = new URL(address);
  const head = `POST ${pathname} HTTP/1.1\r\nHost: localhost\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: 9\r\n\r\n`;
  // Nothing can be repeated without a key, so that the body is not waited for.
  expect((await exchange(Number(port), head))?.status).toBe(429);
  await until(filesOf, (now) => now.length === files.length);
  gate.resolve({});
  await ended(at.client, waits.id ?? '');
  expect(await acceptedCalls()).toHaveLength(2);
});

describe('an asynchronous call that comes again with its key', () => {
  it('is answered with the first one, runs once, leaves no row, and is counted there', async () => {
    const { address } = await createSender('Async');
    const first = await told(await send(address, 'k1'));
    const again = await told(await send(address, '"k1"'));
    expect([first.status, first.replayed]).toEqual([202, null]);
    expect(again).toEqual({ ...first, replayed: 'true' });
    const call = await ended(at.client, first.id!);
    expect(await told(await send(address, 'k1'))).toEqual(again);
    expect(await acceptedCalls()).toHaveLength(1);
    expect(peer.received).toHaveLength(1);
    expect(call.repeats).toBe(1);
    expect((await at.client.calls.get({ id: first.id! })).repeats).toBe(2);
  });

  it('fifty at once are one row and one execution', async () => {
    const { address } = await createSender('Fifty', { orderedDelivery: true });
    const answers = await Promise.all(Array.from({ length: 50 }, async () => told(await send(address, 'k'))));
    expect(new Set(answers.map(({ status, id }) => `${status} ${id}`)).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed === 'true')).toHaveLength(49);
    // The places that the repeats had taken are free again.
    const next = await told(await send(address, 'other'));
    await ended(at.client, next.id!);
    expect(peer.received).toHaveLength(2);
    expect((await acceptedCalls()).map(({ laneSequence }) => laneSequence)).toEqual([2, 1]);
    await until(
      () => at.client.lanes.list(),
      ([lane]) => lane?.running === 0 && lane.waiting === 0,
    );
    expect(at.runtime.load()).toMatchObject({ waitingBytes: 0, waitingCallers: 0, bodyBytes: 0 });
  });

  it('with another request is refused, and the log names the first', async () => {
    const { address } = await createSender('Mismatch');
    const first = await told(await send(address, 'k'));
    const other = await told(await send(address, 'k', 'two'));
    expect([other.status, other.replayed]).toEqual([422, null]);
    expect(JSON.parse(other.body)).toMatchObject({ type: 'urn:hookline:problem:idempotency_mismatch' });
    const [refused] = await until(
      async () => (await at.client.calls.list({ status: 422 })).calls,
      ({ length }) => length === 1,
    );
    expect(refused?.problem?.text).toContain(first.id);
  });

  it('without the header, or where the trigger does not ask for it, is a call like any other', async () => {
    const { address } = await createSender('Plain');
    await send(address, null);
    await send(address, null);
    const without = await createSender('Without', { idempotency: false });
    await send(without.address, 'k');
    await send(without.address, 'k');
    expect(await acceptedCalls()).toHaveLength(4);
  });

  it('with a malformed key, or with two, is refused', async () => {
    const { address } = await createSender('Malformed');
    const malformed = await told(await send(address, 'two words'));
    expect(malformed.status).toBe(400);
    expect(JSON.parse(malformed.body)).toMatchObject({
      type: 'urn:hookline:problem:idempotency_key_malformed',
    });
    const { port, pathname } = new URL(address);
    const twice = 'Idempotency-Key: a\r\nIdempotency-Key: b\r\n';
    const two = await exchange(Number(port), `GET ${pathname} HTTP/1.1\r\nHost: localhost\r\n${twice}\r\n`);
    expect(two?.status).toBe(400);
    expect(await acceptedCalls()).toEqual([]);
  });

  it('takes the key of the header that the trigger names', async () => {
    const { address } = await createSender('Hooks', { idempotency: { header: 'webhook-id' } });
    const first = await told(await send(address, null, 'one', { 'webhook-id': 'msg_1' }));
    const again = await told(await send(address, 'other', 'one', { 'webhook-id': 'msg_1' }));
    expect(again).toEqual({ ...first, replayed: 'true' });
  });

  it('of another API key is another call', async () => {
    const authentication = {
      kind: 'apiKeys' as const,
      keys: [
        { label: 'ERP', key: 'key-of-the-erp' },
        { label: 'Shop', key: 'key-of-the-shop' },
      ],
    };
    const { address } = await createSender('Keys', { authentication });
    const from = async (key: string) =>
      (await told(await send(address, 'k', 'one', { 'x-api-key': key }))).id;
    const first = await from('key-of-the-erp');
    expect(await from('key-of-the-shop')).not.toBe(first);
    expect(await from('key-of-the-erp')).toBe(first);
  });

  it('with a body in a file leaves no second file', async () => {
    const { address } = await createSender('Large');
    const body = 'x'.repeat(400_000);
    const first = await told(await send(address, 'k', body));
    expect(await told(await send(address, 'k', body))).toEqual({ ...first, replayed: 'true' });
    expect((await send(address, 'k', `${body.slice(1)}y`)).status).toBe(422);
    const files = async () => (await readdir(join(at.folder, 'blobs'))).filter((name) => name !== 'tmp');
    await until(files, ({ length }) => length === 1);
  });

  it('after a refused one is the first, since a refused call takes no key', async () => {
    const { integration, address } = await createSender('Refused', {
      queryParameters: [{ name: 'n', required: true }],
    });
    expect((await send(address, 'k')).status).toBe(400);
    expect((await send(`${address}?n=1`, 'k')).status).toBe(202);
    expect(await acceptedCalls()).toMatchObject([{ integrationId: integration.id }]);
  });
});

describe('a request-response call that comes again with its key', () => {
  it('while the first runs is told so, and then has its answer', async () => {
    const { address } = await createSender('Sync', { requestResponse: true });
    const gate = Promise.withResolvers<unknown>();
    answer = () => gate.promise;
    const first = send(address, 'k');
    await until(
      () => peer.received.length,
      (count) => count === 1,
    );
    const running = await send(address, 'k');
    expect([running.status, running.headers.get('retry-after')]).toEqual([409, '1']);
    expect(await running.json()).toMatchObject({ type: 'urn:hookline:problem:idempotency_running' });
    gate.resolve({ made: 1 });
    const answered = await told(await first);
    expect(answered).toMatchObject({ status: 200, replayed: null });
    expect(await told(await send(address, 'k'))).toEqual({ ...answered, replayed: 'true' });
    expect(peer.received).toHaveLength(1);
  });

  it('gets the same problem where the first failed', async () => {
    const workflow = [{ name: 'no', kind: 'fail' as const, status: 409, message: 'The customer exists.' }];
    const { address } = await create(
      at,
      draft('Fails', { idempotency, requestResponse: true }, { workflow }),
    );
    const first = await told(await send(address, 'k'));
    expect([first.status, first.body]).toEqual([409, expect.stringContaining('The customer exists.')]);
    expect(await told(await send(address, 'k'))).toEqual({ ...first, replayed: 'true' });
  });

  it('gets the answer that the first had no more time for', async () => {
    const trigger = { requestResponse: { timeoutSeconds: 1 } };
    const { address } = await createSender('Late', trigger);
    const gate = Promise.withResolvers<unknown>();
    answer = () => gate.promise;
    const first = await told(await send(address, 'k'));
    expect(first.status).toBe(504);
    expect((await send(address, 'k')).status).toBe(409);
    gate.resolve({ made: 1 });
    await ended(at.client, first.id!);
    expect(await told(await send(address, 'k'))).toMatchObject({
      status: 200,
      id: first.id,
      replayed: 'true',
    });
  });

  it('is the first where the one before was given up before it began', async () => {
    const { address } = await createSender('GivenUp', { requestResponse: true, orderedDelivery: true });
    const gate = Promise.withResolvers<unknown>();
    answer = () => gate.promise;
    const before = send(address, 'other');
    await until(
      () => peer.received.length,
      (count) => count === 1,
    );
    const caller = new AbortController();
    const givenUp = fetch(address, {
      method: 'POST',
      body: 'one',
      headers: { 'idempotency-key': 'k' },
      signal: caller.signal,
    }).catch(() => 'gone');
    await until(acceptedCalls, ({ length }) => length === 2);
    caller.abort();
    await givenUp;
    await until(acceptedCalls, (calls) => calls.some(({ state }) => state === 'cancelled'));
    gate.resolve({});
    await before;
    expect(await told(await send(address, 'k'))).toMatchObject({ status: 200, replayed: null });
    expect(peer.received).toHaveLength(2);
  });
});

describe('a call that comes again when the log no longer has the first', () => {
  it('still runs no second time', async () => {
    const { address } = await createSender('Forgotten');
    const sync = await createSender('ForgottenSync', { requestResponse: true });
    const first = await told(await send(address, 'k'));
    expect((await send(sync.address, 'k')).status).toBe(200);
    await ended(at.client, first.id!);
    const db = new Database(join(at.folder, 'queue.db'));
    db.pragma('foreign_keys = ON');
    db.exec('DELETE FROM calls');
    db.close();
    expect(await told(await send(address, 'k'))).toEqual({ ...first, replayed: 'true' });
    const gone = await told(await send(sync.address, 'k'));
    expect([gone.status, JSON.parse(gone.body)]).toMatchObject([
      404,
      { type: 'urn:hookline:problem:call_not_found' },
    ]);
    expect(peer.received).toHaveLength(2);
  });
});

describe('the time that a key is kept', () => {
  it('ends, after which a call with it is a new one, and the row is removed some time', async () => {
    const { address } = await createSender('Expires', { idempotency: { hours: 1 } });
    const first = await told(await send(address, 'k'));
    const db = new Database(join(at.folder, 'queue.db'));
    const rows = () => db.prepare('SELECT count(*) FROM idempotency').pluck().get();
    db.prepare('UPDATE idempotency SET expires_at = expires_at - 3600000').run();
    const second = await told(await send(address, 'k'));
    expect([second.status, second.replayed]).toEqual([202, null]);
    expect(second.id).not.toBe(first.id);
    expect(rows()).toBe(1);
    db.prepare('UPDATE idempotency SET expires_at = expires_at - 3600000').run();
    await Promise.all(Array.from({ length: 60 }, (_, n) => send(address, `more ${n}`.replace(' ', '-'))));
    expect(rows()).toBe(60);
    db.close();
  });
});
