// The help page that Hookline started from, sentence by sentence, from the socket to the reply.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import {
  bodyOf,
  create,
  draft,
  ended,
  startRuntime,
  until,
  type TestRuntime,
} from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder());
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
  expect(at.errors).toEqual([]);
});

const json = (value: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const keys = (...entries: { label: string; key?: string; copyOf?: string }[]) =>
  ({ authentication: { kind: 'apiKeys', keys: entries } }) as const;

describe('an endpoint', () => {
  it('has an address of a random five-character code and the chosen name', async () => {
    const { integration, address } = await create(at, draft('CreateCustomerRecord'));
    expect(integration.code).toMatch(/^[a-z0-9]{5}$/);
    expect(address).toBe(`${at.url}/${integration.code}/CreateCustomerRecord`);
    expect((await fetch(address, { method: 'POST' })).status).toBe(202);
  });

  it('can be called with GET or POST, with query parameters and a body of any type', async () => {
    const { address } = await create(at, draft('Any', { requestResponse: true }));
    const get = await fetch(`${address}?a=1`);
    expect([get.status, await get.json()]).toEqual([200, { query: { a: '1' } }]);
    const post = await fetch(address, json({ id: 42 }));
    expect(await post.json()).toEqual({ query: {}, body: { id: 42 } });
    const xml = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: '<a><b>007</b></a>',
    });
    expect(await xml.json()).toEqual({ query: {}, body: { a: { b: '007' } } });
    const put = await fetch(address, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('keeps a body of any type byte for byte, large ones too', async () => {
    const { address } = await create(at, draft('Bytes'));
    for (const size of [0, 1, 1_000, 262_144, 262_145, 3_000_000]) {
      const bytes = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, one) => one)));
      const answer = await fetch(address, { method: 'POST', body: bytes });
      const { callId } = (await answer.json()) as { callId: string };
      expect(Buffer.compare((await bodyOf(at, callId)) ?? Buffer.alloc(0), bytes)).toBe(0);
    }
  });

  it('answers a moment after it was saved, and keeps its address when saved again', async () => {
    const { integration, address } = await create(
      at,
      draft('Live', { requestResponse: true }, { dataProcessing: '"one"' }),
    );
    expect(await (await fetch(address)).json()).toBe('one');
    await at.client.integrations.update({
      id: integration.id,
      version: 1,
      draft: draft('Live', { requestResponse: true }, { dataProcessing: '"two"' }),
    });
    expect(await (await fetch(address)).json()).toBe('two');
  });

  it('runs a call under the version that it was accepted under', async () => {
    const { integration, address } = await create(
      at,
      draft(
        'Pinned',
        { orderedDelivery: true },
        {
          workflow: [
            { name: 'wait', kind: 'delay', seconds: 0.3 },
            { name: 'out', kind: 'transform', expression: '"old"' },
          ],
        },
      ),
    );
    const first = (await (await fetch(address)).json()) as { callId: string };
    const second = (await (await fetch(address)).json()) as { callId: string };
    await at.client.integrations.update({
      id: integration.id,
      draft: draft(
        'Pinned',
        { orderedDelivery: true },
        { workflow: [{ name: 'out', kind: 'transform', expression: '"new"' }] },
      ),
    });
    const third = (await (await fetch(address)).json()) as { callId: string };
    const results = await Promise.all([first, second, third].map(({ callId }) => ended(at.client, callId)));
    expect(
      results.map(({ response, integrationVersion }) => [response?.body?.data, integrationVersion]),
    ).toEqual([
      ['"old"', 1],
      ['"old"', 1],
      ['"new"', 2],
    ]);
  });

  it('with the code and name of another integration is refused at save, naming the owner', async () => {
    const { integration } = await create(at, draft('Twin'));
    await expect(
      at.client.integrations.create({ draft: draft('Twin', {}, { code: integration.code }) }),
    ).rejects.toMatchObject({
      code: 'address_taken',
      message: expect.stringContaining('integration Twin') as string,
    });
  });
});

describe('authentication', () => {
  it('without any, anyone on this machine may call, and a web page of another site may not', async () => {
    const { address } = await create(at, draft('Open'));
    expect((await fetch(address)).status).toBe(202);
    const crossSite = await fetch(address, {
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    });
    expect([crossSite.status, await crossSite.json()]).toMatchObject([
      403,
      { type: 'urn:hookline:problem:browser_blocked' },
    ]);
  });

  it('with ApiKeys lets each labelled key in, as x-api-key or as a bearer, and nobody else', async () => {
    const { address } = await create(
      at,
      draft(
        'Keyed',
        keys({ label: 'ERP', key: 'key-of-the-erp' }, { label: 'Shop', key: 'key-of-the-shop' }),
      ),
    );
    const status = async (headers: Record<string, string>) => (await fetch(address, { headers })).status;
    expect(await status({ 'X-API-Key': 'key-of-the-erp' })).toBe(202);
    expect(await status({ authorization: 'bearer key-of-the-shop' })).toBe(202);
    expect(await status({ 'x-api-key': 'wrong-key', authorization: 'Bearer key-of-the-shop' })).toBe(401);
    expect(await status({})).toBe(401);
    const refused = await fetch(address);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const { calls } = await at.client.calls.list({ state: ['waiting', 'running', 'succeeded'] });
    expect(new Set(calls.map(({ keyLabel }) => keyLabel))).toEqual(new Set(['ERP', 'Shop']));
  });

  it('makes a random key of 256 bits where none is given, and a key can be relabelled, disabled and deleted', async () => {
    const { integration, madeKeys, address } = await create(at, draft('Made', keys({ label: 'ERP' })));
    const { key } = madeKeys[0]!;
    expect(key).toMatch(/^hk_[A-Za-z0-9_-]{43}$/);
    const { authentication } = integration.trigger;
    const { id } = authentication.kind === 'apiKeys' ? authentication.keys[0]! : { id: '' };
    expect((await at.client.integrations.revealKey({ id })).key).toBe(key);
    const save = (entry?: { id: string; label: string; enabled?: boolean }) =>
      at.client.integrations.update({
        id: integration.id,
        draft: draft('Made', {
          authentication: { kind: 'apiKeys', keys: entry === undefined ? [] : [entry] },
        }),
      });
    const status = async () => (await fetch(address, { headers: { 'x-api-key': key } })).status;
    await save({ id, label: 'ERP of Lund' });
    expect(await status()).toBe(202);
    await save({ id, label: 'ERP of Lund', enabled: false });
    expect(await status()).toBe(403);
    await save();
    expect(await status()).toBe(401);
    await expect(at.client.integrations.revealKey({ id })).rejects.toMatchObject({ code: 'key_not_found' });
  });

  it('lets a consumer use one key for several triggers, pasted or picked', async () => {
    const one = await create(at, draft('One', keys({ label: 'ERP' })));
    const kept = (await at.client.integrations.keys())[0]?.id ?? '';
    const { key } = one.madeKeys[0]!;
    const picked = await create(at, draft('Picked', keys({ label: 'ERP', copyOf: kept })));
    const pasted = await create(at, draft('Pasted', keys({ label: 'The ERP', key })));
    const other = await create(at, draft('Other', keys({ label: 'ERP' })));
    const statuses = await Promise.all(
      [one, picked, pasted, other].map(
        async ({ address }) => (await fetch(address, { headers: { 'x-api-key': key } })).status,
      ),
    );
    expect(statuses).toEqual([202, 202, 202, 401]);
  });

  it('keeps no credential of a call', async () => {
    const { address } = await create(
      at,
      draft('Secret', { ...keys({ label: 'ERP', key: 'canary-key-1' }), keyInQuery: true }),
    );
    const answer = await fetch(`${address}?api_key=canary-key-1&a=1`, {
      headers: { cookie: 'canary-cookie' },
    });
    const { callId } = (await answer.json()) as { callId: string };
    await fetch(address, { headers: { authorization: 'Bearer canary-wrong' } });
    const shown = JSON.stringify([await ended(at.client, callId), await at.client.calls.list({})]);
    expect(shown).not.toContain('canary');
    expect((await at.client.calls.get({ id: callId })).request.rawQuery).toBe('a=1');
  });
});

describe('Ordered Delivery', () => {
  it('executes calls exactly in the order they are received, one at a time', async () => {
    let sent = 0;
    const peer = await startPeer(async () => {
      // Some take longer than the one after them.
      await new Promise((resolve) => setTimeout(resolve, (sent++ * 7) % 4));
      return {};
    });
    const { integration, address } = await create(
      at,
      draft(
        'Ordered',
        { orderedDelivery: true },
        {
          workflow: [
            {
              name: 'send',
              kind: 'httpRequest',
              method: 'POST',
              url: `${peer.url}/`,
              body: { from: 'call.id' },
            },
          ],
        },
      ),
    );
    await Promise.all(Array.from({ length: 500 }, () => fetch(address, { method: 'POST', body: 'x' })));
    await until(
      () => peer.received.length,
      (count) => count === 500,
    );
    const { calls } = await at.client.calls.list({ integration: integration.name, limit: 1_000 });
    const accepted = calls.toSorted((a, b) => a.sequence - b.sequence);
    expect(accepted.map(({ laneSequence }) => laneSequence)).toEqual(accepted.map((_, place) => place + 1));
    expect(peer.received.map(({ body }) => body)).toEqual(accepted.map(({ id }) => id));
    expect(peer.mostOpen).toBe(1);
    await peer.close();
  });

  it('left off, runs calls side by side up to the concurrency limit', async () => {
    const three = Promise.withResolvers<void>();
    const peer = await startPeer(() => three.promise);
    const { address } = await create(
      at,
      draft('Side', { concurrency: 3 }, { workflow: [{ name: 'send', kind: 'httpRequest', url: peer.url }] }),
    );
    await Promise.all(Array.from({ length: 12 }, () => fetch(address)));
    await until(
      () => peer.received.length,
      (count) => count === 3,
    );
    await until(
      () => at.client.lanes.list(),
      ([lane]) => lane?.running === 3 && lane.waiting === 9,
    );
    three.resolve();
    await until(
      () => peer.received.length,
      (count) => count === 12,
    );
    expect(peer.mostOpen).toBe(3);
    await peer.close();
  });
});

describe('Request-Response', () => {
  const slow = (seconds: number) => ({
    workflow: [
      { name: 'wait', kind: 'delay' as const, seconds },
      {
        name: 'answer',
        kind: 'respond' as const,
        status: 201,
        headers: { 'x-made': '{{ query.a }}' },
        body: { from: '{ "id": 7 }' },
      },
    ],
  });

  it('does not return until the execution has made its result', async () => {
    const { address } = await create(at, draft('Waits', { requestResponse: true }, slow(0.05)));
    const answer = await fetch(`${address}?a=x`);
    expect([answer.status, answer.headers.get('x-made'), await answer.json()]).toEqual([201, 'x', { id: 7 }]);
    const call = await ended(at.client, answer.headers.get('x-call-id')!);
    expect([call.state, call.answeredStatus]).toEqual(['succeeded', 201]);
    await until(
      () => at.client.calls.get({ id: call.id }),
      ({ timings }) => timings.answeredMs !== null,
    );
  });

  it('answers 504 at the time-out, and the call runs to its end all the same', async () => {
    const { address } = await create(at, draft('Late', { requestResponse: { timeoutSeconds: 1 } }, slow(4)));
    const answer = await fetch(address);
    const { callId, statusUrl } = (await answer.json()) as { callId: string; statusUrl: string };
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      504,
      'application/problem+json; charset=utf-8',
    ]);
    const status = await until(
      async () => (await (await fetch(at.url + statusUrl)).json()) as { state: string },
      ({ state }) => state === 'succeeded',
    );
    expect(status).toMatchObject({ callId, state: 'succeeded', result: { status: 201, body: { id: 7 } } });
  });

  it('may answer 202 at the time-out', async () => {
    const { address } = await create(
      at,
      draft('Later', { requestResponse: { timeoutSeconds: 1, onTimeout: 202 } }, slow(4)),
    );
    const answer = await fetch(address);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      202,
      expect.stringMatching(/\/calls\//),
    ]);
  });

  it('left off, returns at once with 202 and the address of the status', async () => {
    const { integration, address } = await create(at, draft('Async', {}, slow(0.2)));
    const answer = await fetch(address);
    const body = (await answer.json()) as { callId: string; statusUrl: string };
    expect(answer.status).toBe(202);
    expect(body).toMatchObject({ statusUrl: `/${integration.code}/Async/calls/${body.callId}` });
    expect([
      answer.headers.get('location'),
      answer.headers.get('x-call-id'),
      answer.headers.get('cache-control'),
    ]).toEqual([body.statusUrl, body.callId, 'no-store']);
  });

  it('answers a failed execution with 500 the moment it failed', async () => {
    const { address } = await create(
      at,
      draft(
        'Fails',
        { requestResponse: true },
        { workflow: [{ name: 'send', kind: 'httpRequest', url: 'http://127.0.0.1:9/' }] },
      ),
    );
    const answer = await fetch(address);
    expect([answer.status, await answer.json()]).toMatchObject([
      500,
      { type: 'urn:hookline:problem:step_failed' },
    ]);
    const call = await ended(at.client, answer.headers.get('x-call-id')!);
    expect(call).toMatchObject({
      state: 'failed',
      answeredStatus: 500,
      problem: { text: expect.stringContaining('127.0.0.1:9') as string },
    });
  });

  it('waits its turn in an ordered lane, and one caller may ask not to wait', async () => {
    const { address } = await create(
      at,
      draft('Turn', { orderedDelivery: true, requestResponse: true }, slow(0.2)),
    );
    const first = fetch(address);
    await until(
      () => at.client.calls.list({}),
      ({ calls }) => calls.length === 1,
    );
    const second = await fetch(address, { headers: { prefer: 'respond-async' } });
    expect([second.status, (await first).status]).toEqual([202, 201]);
  });

  it('cancels a call whose caller hung up before it started, and lets a started one end', async () => {
    const { address } = await create(
      at,
      draft('Gone', { orderedDelivery: true, requestResponse: true }, slow(0.4)),
    );
    const callers = [new AbortController(), new AbortController()];
    const answers = callers.map(({ signal }) => fetch(address, { signal }).catch(() => 'gone'));
    await until(
      () => at.client.lanes.list(),
      ([lane]) => lane?.running === 1 && lane.waiting === 1,
    );
    for (const caller of callers) caller.abort();
    expect(await Promise.all(answers)).toEqual(['gone', 'gone']);
    const calls = await until(
      async () => (await at.client.calls.list({})).calls,
      (found) => found.every(({ state }) => state === 'succeeded' || state === 'cancelled'),
    );
    expect(calls.map(({ state }) => state).toSorted()).toEqual(['cancelled', 'succeeded']);
  });
});

describe('Query parameters', () => {
  it('that are not sent have their default, and reach the workflow through the data processing', async () => {
    const peer = await startPeer();
    const { address } = await create(
      at,
      draft(
        'Defaults',
        { requestResponse: true, queryParameters: [{ name: 'warehouse', default: 'MAIN' }] },
        {
          dataProcessing: '{ "from": query.warehouse, "id": body.id }',
          workflow: [
            {
              name: 'send',
              kind: 'httpRequest',
              method: 'POST',
              url: `${peer.url}/stock`,
              body: { from: 'input' },
            },
          ],
        },
      ),
    );
    await fetch(address, json({ id: 1 }));
    await fetch(`${address}?warehouse=NORTH`, json({ id: 2 }));
    expect(peer.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { from: 'MAIN', id: 1 },
      { from: 'NORTH', id: 2 },
    ]);
    await peer.close();
  });
});

describe('a refused call', () => {
  it('is in the log with the full reason, and the caller gets a short one', async () => {
    const { integration } = await create(at, draft('Known'));
    const answer = await fetch(`${at.url}/${integration.code}/known`);
    expect([answer.status, await answer.json()]).toMatchObject([404, { detail: 'No such endpoint' }]);
    const { calls } = await until(
      () => at.client.calls.list({}),
      (page) => page.calls.length === 1,
    );
    expect(calls[0]).toMatchObject({
      id: answer.headers.get('x-call-id'),
      state: 'refused',
      integration: null,
      path: `/${integration.code}/known`,
      lane: null,
      answeredStatus: 404,
      problem: {
        code: 'endpoint_not_found',
        text: `There is no such endpoint; the nearest is /${integration.code}/Known.`,
      },
    });
  });

  it('is told in XML or as a list of errors where that is asked for', async () => {
    const { address } = await create(at, draft('Shapes', { ...keys({ label: 'ERP' }), errors: 'list' }));
    expect(await (await fetch(address)).json()).toEqual({
      errors: [{ code: 'key_missing', message: 'Send an API key in the header x-api-key.' }],
    });
    const xml = await fetch(`${at.url}/nowhere`, { headers: { accept: 'application/xml' } });
    expect([xml.headers.get('content-type'), await xml.text()]).toEqual([
      'application/problem+xml; charset=utf-8',
      expect.stringContaining('<status>404</status>') as string,
    ]);
  });

  it('of a switched off integration is 503 for a good key, and what waits keeps waiting', async () => {
    const { integration, address } = await create(at, draft('Off'));
    await at.client.integrations.update({ id: integration.id, draft: draft('Off', {}, { enabled: false }) });
    const answer = await fetch(address);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
  });

  it('of a full lane is 429 with the time to try again', async () => {
    const { address } = await create(
      at,
      draft(
        'Full',
        { orderedDelivery: true, maxWaiting: 1 },
        { workflow: [{ name: 'wait', kind: 'delay', seconds: 1 }] },
      ),
    );
    const statuses = [];
    for (let one = 0; one < 3; one++) statuses.push((await fetch(address)).status);
    expect(statuses).toEqual([202, 202, 429]);
  });
});
