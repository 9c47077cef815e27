// What went wrong once, as sentences.
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { create, draft, ended, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const callIdOf = async (answer: Response) => ((await answer.json()) as { callId: string }).callId;
const waits = (seconds: number) => ({ workflow: [{ name: 'wait', kind: 'delay' as const, seconds }] });
/** Holds its thread until that is taken away. */
const bomb = draft('Bomb', { executionTimeoutSeconds: 1 }, { dataProcessing: '$match(body.x, /^(a+)+$/)' });
const spark = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: `{"x":"${'a'.repeat(40)}b"}`,
};

describe('an execution that takes its thread down', () => {
  it('leaves an asynchronous call beside it to run again, at its place', async () => {
    // The first of all requests has no answer.
    const peer: Peer = await startPeer(() =>
      peer.received.length === 1 ? new Promise(() => undefined) : {},
    );
    const workflow = [
      {
        name: 'send',
        kind: 'httpRequest' as const,
        method: 'POST' as const,
        url: peer.url,
        body: { from: 'query.n' },
      },
    ];
    const beside = await create(at, draft('Beside', { orderedDelivery: true }, { workflow }));
    const bombs = await create(at, bomb);
    const first = await callIdOf(await fetch(`${beside.address}?n=slow`));
    const second = await callIdOf(await fetch(`${beside.address}?n=quick`));
    await until(
      () => peer.received.length,
      (count) => count === 1,
    );
    await Promise.all(Array.from({ length: 6 }, () => fetch(bombs.address, spark)));
    const calls = await Promise.all([first, second].map((id) => ended(at.client, id)));
    expect(calls.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
    const outcomes = calls[0]?.attempts.map(({ outcome }) => outcome);
    // The threads of later ones may have been taken down too.
    expect([outcomes?.[0], outcomes?.at(-1)]).toEqual(['interrupted', 'succeeded']);
    expect(peer.received.at(-1)?.body).toBe('quick');
    await peer.close();
  });
});

describe('an end in order', () => {
  it('starts no call whose body was still coming, and leaves it to the next life', async () => {
    const peer = await startPeer();
    const workflow = [{ name: 'send', kind: 'httpRequest' as const, url: peer.url }];
    const { integration } = await create(at, draft('Upload', {}, { workflow }));
    await create(at, draft('Busy', {}, waits(30)));
    const { hostname, port } = new URL(at.url);
    const socket = connect(Number(port), hostname);
    let answered = '';
    socket.on('data', (bytes) => (answered += bytes.toString()));
    socket.write(
      `POST /${integration.code}/Upload HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 4\r\n\r\nab`,
    );
    await until(
      () => at.runtime.load().bodyBytes,
      (bytes) => bytes > 0,
    );
    const stopped = at.stop();
    socket.write('cd');
    await until(
      () => answered,
      (text) => text.includes('\r\n\r\n'),
    );
    await stopped;
    expect([answered.slice(9, 12), peer.received.length]).toEqual(['503', 0]);
    socket.destroy();
    at = await startRuntime(at.folder);
    await peer.close();
  });
});

describe('a status address', () => {
  it('shows an answer that calls itself JSON and is none', async () => {
    const respond = {
      name: 'answer',
      kind: 'respond' as const,
      headers: { 'content-type': 'application/json' },
      body: 'not json',
    };
    const { address } = await create(at, draft('Liar', {}, { workflow: [respond] }));
    const answer = await fetch(address);
    const { callId, statusUrl } = (await answer.json()) as { callId: string; statusUrl: string };
    await ended(at.client, callId);
    const status = await fetch(at.url + statusUrl);
    expect([status.status, await status.json()]).toMatchObject([200, { result: { body: 'not json' } }]);
  });
});

describe('a large body', () => {
  it('of a call that is refused after it was read leaves no file', async () => {
    const { address } = await create(at, draft('Full', { orderedDelivery: true, maxWaiting: 1 }, waits(30)));
    await fetch(address);
    const body = Buffer.alloc(600_000);
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await fetch(address, { method: 'POST', body })).status),
    );
    expect(statuses.filter((status) => status === 202).length).toBe(1);
    const files = async () => (await readdir(join(at.folder, 'blobs'))).filter((name) => name !== 'tmp');
    await until(files, (names) => names.length === 1);
  });
});

describe('the key of a caller', () => {
  it('is kept nowhere, under whatever name it was sent', async () => {
    const authentication = { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'canary-key-value' }] };
    const { address } = await create(at, draft('Loose', { authentication, requestResponse: true }));
    const answer = await fetch(`${address}?key=canary-key-value&a=1`, {
      headers: { 'x-api-key': 'canary-key-value', 'x-auth-token': 'Key canary-key-value', 'x-other': 'kept' },
    });
    expect(await answer.json()).toEqual({ query: { a: '1' } });
    const call = await ended(at.client, answer.headers.get('x-call-id')!);
    expect(JSON.stringify(call)).not.toContain('canary');
    expect(call.request.headers).toContainEqual(['x-other', 'kept']);
  });
});

describe('an integration that changes while a body comes', () => {
  it.each([
    ['deleted', 404],
    ['switched off', 503],
  ])('%s: the call is refused', async (change, status) => {
    const { integration } = await create(at, draft('Moving'));
    const { hostname, port } = new URL(at.url);
    const socket = connect(Number(port), hostname);
    let answered = '';
    socket.on('data', (bytes) => (answered += bytes.toString()));
    socket.write(
      `POST /${integration.code}/Moving HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 4\r\n\r\nab`,
    );
    await until(
      () => at.runtime.load().bodyBytes,
      (bytes) => bytes > 0,
    );
    if (change === 'deleted') await at.client.integrations.remove({ id: integration.id });
    else
      await at.client.integrations.update({
        id: integration.id,
        draft: draft('Moving', {}, { enabled: false }),
      });
    socket.write('cd');
    await until(
      () => answered,
      (text) => text.includes('\r\n\r\n'),
    );
    expect(answered.slice(9, 12)).toBe(String(status));
    socket.destroy();
  });
});

describe('an installation file', () => {
  const entry = (name: string, code?: string) =>
    draft(name, {}, { dataProcessing: '"new"', ...(code === undefined ? {} : { code }) });

  it('that names one integration twice is refused with the path', async () => {
    const { integration } = await create(at, draft('X'));
    const file = { hookline: 1 as const, integrations: [entry('X'), entry('X', integration.code)] };
    await expect(at.client.installation.apply({ file })).rejects.toMatchObject({
      code: 'input_invalid',
      data: { path: 'file.integrations[0].code' },
    });
  });
});

describe('a document nested too deep', () => {
  it('is refused at save with the path of its field', async () => {
    const body = JSON.parse(`${'['.repeat(1_500)}1${']'.repeat(1_500)}`) as [];
    const workflow = [{ name: 'answer', kind: 'respond' as const, body }];
    await expect(
      at.client.integrations.create({ draft: draft('Deep', {}, { workflow }) }),
    ).rejects.toMatchObject({
      code: 'input_invalid',
      data: { path: 'draft.workflow[0].body' },
    });
  });
});

describe('a caller who hung up', () => {
  it('is not logged as answered', async () => {
    const released = Promise.withResolvers<object>();
    const peer = await startPeer(() => released.promise);
    const workflow = [{ name: 'ask', kind: 'httpRequest' as const, url: peer.url }];
    const { address } = await create(at, draft('Gone', { requestResponse: true }, { workflow }));
    const caller = new AbortController();
    const answer = fetch(address, { signal: caller.signal }).catch(() => 'gone');
    const [call] = await until(
      async () => (await at.client.calls.list({})).calls,
      (calls) => calls.length === 1,
    );
    caller.abort();
    await answer;
    await until(
      () => at.runtime.load().waitingCallers,
      (count) => count === 0,
    );
    released.resolve({});
    const end = await ended(at.client, call!.id);
    expect([end.state, end.answeredStatus]).toEqual(['succeeded', null]);
    expect(end.timings.callerGoneMs).not.toBeNull();
    await peer.close();
  });
});

describe('an expression or code that cannot be read', () => {
  const broken = draft(
    'Broken',
    { orderedDelivery: { by: 'body.customerId ?' } },
    {
      dataProcessing: 'query.item &&& body',
      workflow: [
        { name: 'shape', kind: 'transform', expression: '{ "a": ', when: 'true and' },
        { name: 'code', kind: 'javascript', code: 'return {{;' },
        {
          name: 'send',
          kind: 'httpRequest',
          url: 'http://127.0.0.1/{{ query. }}',
          body: { list: [{ from: ')' }] },
        },
        { name: 'good', kind: 'javascript', code: 'const a = await 1; return { a }' },
      ],
    },
  );

  it('is refused at save, each at its field', async () => {
    const failure = await at.client.integrations.create({ draft: broken }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'input_invalid',
      data: { path: 'draft.trigger.orderedDelivery.by' },
    });
    const { issues } = (failure as { data: { issues: { path: unknown[] }[] } }).data;
    expect(issues.map(({ path }) => path.join('.'))).toEqual([
      'draft.trigger.orderedDelivery.by',
      'draft.dataProcessing',
      'draft.workflow.0.when',
      'draft.workflow.0.expression',
      'draft.workflow.1.code',
      'draft.workflow.2.url',
      'draft.workflow.2.body.list.0',
    ]);
  });

  it('makes a file be refused whole, with the path', async () => {
    const file = { hookline: 1 as const, integrations: [draft('Good'), broken] };
    await expect(at.client.installation.apply({ file, dryRun: true })).rejects.toMatchObject({
      data: { path: 'integrations[1].trigger.orderedDelivery.by' },
    });
    expect(await at.client.integrations.list()).toEqual([]);
  });
});

describe('a refused call of a known consumer', () => {
  it('names its key in the log', async () => {
    const authentication = { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'key-of-the-erp' }] };
    const { address } = await create(
      at,
      draft('Typed', { authentication, queryParameters: [{ name: 'n', type: 'number' }] }),
    );
    await fetch(`${address}?n=x`, { headers: { 'x-api-key': 'key-of-the-erp' } });
    const [call] = await until(
      async () => (await at.client.calls.list({})).calls,
      (calls) => calls.length === 1,
    );
    expect(call).toMatchObject({
      state: 'refused',
      keyLabel: 'ERP',
      problem: { code: 'parameter_malformed' },
    });
  });

  it('is seen too when it tries keys at a status address', async () => {
    const authentication = { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'key-of-the-erp' }] };
    const { address } = await create(at, draft('Asked', { authentication }));
    const id = '01981f5c-0000-7000-8000-000000000000';
    await fetch(`${address}/calls/${id}`, { headers: { 'x-api-key': 'a-wrong-key' } });
    const [call] = await until(
      async () => (await at.client.calls.list({})).calls,
      (calls) => calls.length === 1,
    );
    expect(call).toMatchObject({
      state: 'refused',
      path: expect.stringContaining(`/Asked/calls/${id}`) as string,
    });
  });
});

describe('a body in another charset than UTF-8', () => {
  it('is shown as the text it is', async () => {
    const { address } = await create(at, draft('Latin'));
    const headers = { 'content-type': 'text/plain; charset=iso-8859-1' };
    const id = await callIdOf(
      await fetch(address, { method: 'POST', headers, body: Uint8Array.of(0xe5, 0xe4, 0xf6) }),
    );
    expect((await at.client.calls.get({ id })).request.body).toEqual({
      encoding: 'text',
      data: 'åäö',
      bytes: 3,
      cut: false,
    });
  });
});
