// Ordered delivery beyond one lane: order by a key, retries at the head, lanes that stop, and what people do to
// them; on real sockets, threads and files.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, type Received, startPeer } from '#test/support/peer.ts';
import { create, draft, ended, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

type Trigger = NonNullable<Parameters<typeof draft>[1]>;

let folder: string;
let at: TestRuntime;
let peer: Peer;
/** Bodies whose next request is answered with a failure, and how often. */
let failing: Map<string, number>;
/** Bodies whose requests are not answered before this is called. */
let release: () => void;
let stuck: Set<string>;

beforeEach(async () => {
  folder = await newFolder();
  failing = new Map();
  stuck = new Set();
  const { promise, resolve } = Promise.withResolvers<void>();
  release = resolve;
  peer = await startPeer(async ({ body }: Received) => {
    if (stuck.has(body)) await promise;
    const failures = failing.get(body) ?? 0;
    if (failures > 0) failing.set(body, failures - 1);
    return { ok: failures === 0 };
  });
  at = await startRuntime(folder);
});
afterEach(async () => {
  release();
  await at.stop();
  await peer.close();
  await dropFolder(folder);
});

/** Sends its body to the peer, and fails where the peer says so. */
const sending = (name: string, trigger: Trigger) =>
  create(
    at,
    draft(name, trigger, {
      workflow: [
        { name: 'send', kind: 'httpRequest', method: 'POST', url: peer.url, body: { from: '$string(body)' } },
        {
          name: 'check',
          kind: 'fail',
          when: 'steps.send.body.ok = false',
          status: 503,
          message: 'It said no.',
        },
      ],
    }),
  );

async function post(address: string, body: unknown): Promise<string> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { callId: string }).callId;
}

const sent = (): unknown[] => peer.received.map(({ body }) => JSON.parse(body) as unknown);
const received = (count: number) =>
  until(
    () => peer.received.length,
    (length) => length >= count,
  );
const call = (id: string) => at.client.calls.get({ id });
const lane = (integrationId: string) => at.client.lanes.get({ integrationId });

describe('order by a key', () => {
  it('is strict within each value, and side by side across values', async () => {
    const { address } = await sending('Keyed', { orderedDelivery: { by: 'body.customer' }, concurrency: 10 });
    const bodies = Array.from({ length: 60 }, (_, n) => ({ customer: `c${n % 6}`, n }));
    stuck.add(JSON.stringify(bodies[0]));
    const ids = [];
    for (const body of bodies) ids.push(await post(address, body));
    // All customers but the first go on while its head is stuck.
    await received(51);
    expect(sent().filter((body) => (body as { customer: string }).customer === 'c0')).toEqual([bodies[0]]);
    release();
    const calls = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(calls.filter(({ state }) => state !== 'succeeded')).toEqual([]);
    for (let customer = 0; customer < 6; customer++) {
      const own = sent().filter((body) => (body as { customer: string }).customer === `c${customer}`);
      expect(own).toEqual(bodies.filter((body) => body.customer === `c${customer}`));
    }
    expect(calls[7]?.lane).toBe(`${address.split('/').slice(-2).join('/')}#c1`);
  });

  it('never runs more calls at once than the concurrency says', async () => {
    const { address } = await sending('Narrow', { orderedDelivery: { by: 'body.n' }, concurrency: 3 });
    const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => post(address, { n })));
    await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(peer.mostOpen).toBeLessThanOrEqual(3);
    expect(peer.received.length).toBe(40);
  });

  it('puts calls without a value, with a broken one, and after an endless expression into the lane of no key', async () => {
    const by =
      "body.endless ? (($f := function($n) { $f($n + 1) }; $f(0))) : body.loud ? $error('Loud') : body.key";
    const { address, integration } = await sending('Unkeyed', { orderedDelivery: { by } });
    const bodies = [
      { none: 1 },
      { key: { a: 1 } },
      { loud: true },
      { endless: true },
      { key: '' },
      { key: 7 },
    ];
    const ids = [];
    for (const body of bodies) ids.push(await post(address, body));
    const calls = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(calls.map(({ lane: name }) => name?.split('#')[1])).toEqual(['', '', '', '', '', '7']);
    expect(calls[2]?.events).toMatchObject([{ action: 'unkeyed', note: expect.stringContaining('Loud') }]);
    expect(calls[5]?.events).toEqual([]);
    const history = await at.client.lanes.history({ integrationId: integration.id });
    expect(history.length).toBe(5);
  });

  it('goes on where it was after a restart, each call in its own lane', async () => {
    const { address, integration } = await sending('Resumed', { orderedDelivery: { by: 'body.c' } });
    await at.client.lanes.hold({ integrationId: integration.id });
    const bodies = Array.from({ length: 12 }, (_, n) => ({ c: n % 3, n }));
    const ids = [];
    for (const body of bodies) ids.push(await post(address, body));
    await until(
      () => lane(integration.id),
      ({ keys }) => keys.reduce((sum, { waiting }) => sum + waiting, 0) === 12,
    );
    await at.stop();
    at = await startRuntime(folder);
    expect((await lane(integration.id)).keys).toMatchObject([
      { key: '0', waiting: 4 },
      { key: '1', waiting: 4 },
      { key: '2', waiting: 4 },
    ]);
    await at.client.lanes.resume({ integrationId: integration.id });
    await Promise.all(ids.map((id) => ended(at.client, id)));
    for (const customer of [0, 1, 2]) {
      const own = sent().filter((body) => (body as { c: number }).c === customer);
      expect(own).toEqual(bodies.filter(({ c }) => c === customer));
    }
  });

  it('is followed by calls that wait already when it is chosen, and left again, without one running out of turn', async () => {
    const { address, integration } = await sending('Changing', { orderedDelivery: true });
    const bodies = Array.from({ length: 30 }, (_, n) => ({ c: n % 3, n }));
    stuck.add(JSON.stringify(bodies[0]));
    const ids = [];
    for (const body of bodies.slice(0, 10)) ids.push(await post(address, body));
    await received(1);
    const { draft: given } = { draft: draft('Changing') };
    const change = (orderedDelivery: Trigger['orderedDelivery']) =>
      at.client.integrations.update({
        id: integration.id,
        draft: {
          ...given,
          code: integration.code,
          workflow: integration.workflow,
          trigger: { authentication: { kind: 'none' }, orderedDelivery },
        },
      });
    await change({ by: 'body.c' });
    for (const body of bodies.slice(10, 20)) ids.push(await post(address, body));
    release();
    await received(4);
    await change(true);
    for (const body of bodies.slice(20)) ids.push(await post(address, body));
    const calls = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(calls.filter(({ state }) => state !== 'succeeded')).toEqual([]);
    for (const customer of [0, 1, 2]) {
      const own = sent().filter((body) => (body as { c: number }).c === customer);
      expect(own).toEqual(bodies.filter(({ c }) => c === customer));
    }
  });
});

const soon = { attempts: 3, waitSeconds: [0.05], jitter: 0 };

describe('a call that fails', () => {
  it('is tried again at the head of its lane, before any other', async () => {
    const { address } = await sending('Again', { orderedDelivery: true, retry: soon });
    failing.set('1', 2);
    const ids = [];
    for (const body of [1, 2, 3]) ids.push(await post(address, body));
    const calls = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(sent()).toEqual([1, 1, 1, 2, 3]);
    expect(calls[0]).toMatchObject({ state: 'succeeded', attempt: 3, problem: null });
    expect(calls[0]?.attempts.map(({ outcome, steps }) => [outcome, steps.length])).toEqual([
      ['failed', 2],
      ['failed', 2],
      ['succeeded', 0],
    ]);
  });

  it('fails for good after its last attempt, and the next one starts', async () => {
    const { address } = await sending('Enough', { orderedDelivery: true, retry: soon });
    failing.set('1', 9);
    const first = await post(address, 1);
    const second = await post(address, 2);
    expect(await ended(at.client, first)).toMatchObject({
      state: 'failed',
      attempt: 3,
      problem: { code: 'step_failed' },
    });
    expect(await ended(at.client, second)).toMatchObject({ state: 'succeeded' });
    expect(sent()).toEqual([1, 1, 1, 2]);
  });

  it('lets others pass while it waits for its next attempt, where delivery is not ordered', async () => {
    const { address } = await sending('Parallel', {
      concurrency: 1,
      retry: { attempts: 2, waitSeconds: [3], jitter: 0 },
    });
    failing.set('1', 1);
    stuck.add('1');
    const ids = [await post(address, 1), await post(address, 2), await post(address, 3)];
    release();
    await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(sent()).toEqual([1, 2, 3, 1]);
  });

  it('says when it is tried again, and waits for that across a restart', async () => {
    const { address } = await sending('Later', {
      orderedDelivery: true,
      retry: { attempts: 2, waitSeconds: [0.8], jitter: 0 },
    });
    failing.set('1', 1);
    const first = await post(address, 1);
    const second = await post(address, 2);
    const waiting = await until(
      () => call(first),
      ({ state, attempt }) => state === 'waiting' && attempt === 1,
    );
    expect(waiting.problem).toMatchObject({ code: 'step_failed' });
    const nextAttemptMs = Date.parse(waiting.nextAttemptAt ?? '');
    expect(nextAttemptMs).toBeGreaterThan(Date.parse(waiting.receivedAt));
    stuck.add('1');
    await at.stop();
    at = await startRuntime(folder);
    await received(2);
    expect((await call(second)).state).toBe('waiting');
    release();
    const again = await ended(at.client, first);
    expect(again).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(Date.parse(again.attempts[1]?.startedAt ?? '')).toBeGreaterThanOrEqual(nextAttemptMs);
    await ended(at.client, second);
    expect(sent()).toEqual([1, 1, 2]);
  });

  it('answers a caller who waits after the last attempt', async () => {
    const { address } = await sending('Asked', { requestResponse: true, retry: soon });
    failing.set('1', 1);
    failing.set('2', 9);
    const headers = { 'content-type': 'application/json' };
    const good = await fetch(address, { method: 'POST', headers, body: '1' });
    expect(good.status).toBe(200);
    const bad = await fetch(address, { method: 'POST', headers, body: '2' });
    expect(bad.status).toBe(503);
    expect(sent()).toEqual([1, 1, 2, 2, 2]);
  });
});

describe('a lane that holds on failure', () => {
  const holding: Trigger = { orderedDelivery: { onFailure: 'hold' } };

  async function heldBy(name: string, trigger: Trigger = holding) {
    const made = await sending(name, trigger);
    failing.set('1', 1);
    const ids = [];
    for (const body of [1, 2, 3]) ids.push(await post(made.address, body));
    const { id: integrationId } = made.integration;
    const held = await until(
      () => lane(integrationId),
      ({ hold }) => hold !== null,
    );
    return { ...made, ids, integrationId, held };
  }

  it('stops at its head, says why, and goes on with it when it is resumed', async () => {
    const { ids, integrationId, held } = await heldBy('Resume');
    expect(held).toMatchObject({ waiting: 3, running: 0, hold: { kind: 'hold', callId: ids[0] } });
    expect(held.waitingCalls[0]).toMatchObject({ id: ids[0], problem: { code: 'step_failed' } });
    await at.client.lanes.resume({ integrationId, note: 'The ERP is back.' });
    await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(sent()).toEqual([1, 1, 2, 3]);
    expect(await at.client.lanes.history({ integrationId })).toMatchObject([
      { action: 'resume', note: 'The ERP is back.', callId: ids[0] },
      { action: 'hold', callId: ids[0] },
    ]);
  });

  it('stays stopped across a restart', async () => {
    const { ids, integrationId } = await heldBy('Restarted');
    await at.stop();
    at = await startRuntime(folder);
    expect(await lane(integrationId)).toMatchObject({ waiting: 3, hold: { callId: ids[0] } });
    expect(sent()).toEqual([1]);
    await at.client.lanes.retry({ integrationId });
    await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(sent()).toEqual([1, 1, 2, 3]);
  });

  it('goes on with the next when its head is skipped, which then has failed', async () => {
    const { ids, integrationId } = await heldBy('Skipped');
    await at.client.lanes.skip({ integrationId, note: 'Entered by hand.' });
    const [first] = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(first).toMatchObject({ state: 'failed', problem: { code: 'step_failed' }, attempt: 1 });
    expect(first?.events).toMatchObject([{ action: 'hold' }, { action: 'skip', note: 'Entered by hand.' }]);
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('stops again when its head fails again, each time after all its attempts', async () => {
    const { address, integration } = await sending('Stubborn', {
      ...holding,
      retry: { attempts: 2, waitSeconds: [0], jitter: 0 },
    });
    const of = { integrationId: integration.id };
    failing.set('1', 4);
    const id = await post(address, 1);
    for (const attempts of [2, 4]) {
      await until(
        () => call(id),
        ({ attempt, state }) => attempt === attempts && state === 'waiting',
      );
      const { hold } = await until(
        () => lane(of.integrationId),
        (held) => held.hold !== null,
      );
      expect(hold).toMatchObject({ callId: id });
      await at.client.lanes.retry(of);
    }
    expect(await ended(at.client, id)).toMatchObject({ state: 'succeeded', attempt: 5 });
  });

  it('tells a caller who waits of the failure, and keeps the call at its head', async () => {
    const { address, integration } = await sending('Told', { ...holding, requestResponse: true });
    failing.set('1', 1);
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '1',
    });
    expect(answer.status).toBe(503);
    const { waitingCalls } = await lane(integration.id);
    expect(waitingCalls).toMatchObject([{ attempt: 1, problem: { code: 'step_failed' } }]);
    await at.client.lanes.retry({ integrationId: integration.id });
    expect(await ended(at.client, waitingCalls[0]!.id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
      answeredStatus: 503,
    });
  });

  it('holds only the lane of the key whose head failed', async () => {
    const { address, integration } = await sending('OneKey', {
      orderedDelivery: { by: 'body.c', onFailure: 'hold' },
    });
    failing.set(JSON.stringify({ c: 'a', n: 1 }), 1);
    const ids = [];
    for (const body of [
      { c: 'a', n: 1 },
      { c: 'b', n: 2 },
      { c: 'a', n: 3 },
      { c: 'b', n: 4 },
    ]) {
      ids.push(await post(address, body));
    }
    await Promise.all([ended(at.client, ids[1]!), ended(at.client, ids[3]!)]);
    const { keys, heldKeys } = await until(
      () => lane(integration.id),
      ({ keys: [first] }) => first?.hold !== null && first?.waiting === 2,
    );
    expect([heldKeys, keys]).toMatchObject([1, [{ key: 'a', waiting: 2, hold: { callId: ids[0] } }]]);
    await at.client.lanes.skip({ integrationId: integration.id, key: 'a', note: 'No.' });
    expect(await ended(at.client, ids[2]!)).toMatchObject({ state: 'succeeded' });
  });
});

describe('a lane in the hands of a person', () => {
  it('starts nothing while it is held, accepts on, and goes on in order', async () => {
    const { address, integration } = await sending('Held', { orderedDelivery: true });
    const of = { integrationId: integration.id };
    await at.client.lanes.hold({ ...of, note: 'Maintenance of the ERP.' });
    const ids = [await post(address, 1), await post(address, 2)];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent()).toEqual([]);
    expect(await lane(of.integrationId)).toMatchObject({
      waiting: 2,
      hold: { kind: 'hold', note: 'Maintenance of the ERP.', callId: null },
    });
    await at.client.lanes.resume(of);
    await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(sent()).toEqual([1, 2]);
  });

  it('accepts nothing while it is drained, runs what waits, and opens again when it is resumed', async () => {
    const { address, integration } = await sending('Drained', { orderedDelivery: true });
    const of = { integrationId: integration.id };
    stuck.add('1');
    const ids = [await post(address, 1), await post(address, 2)];
    await received(1);
    await at.client.lanes.drain({ ...of, note: 'Moving house.' });
    const refused = await fetch(address, { method: 'POST', body: '3' });
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
    expect(await refused.json()).toMatchObject({ type: expect.stringContaining('lane_draining') as string });
    release();
    await Promise.all(ids.map((id) => ended(at.client, id)));
    await at.client.lanes.resume(of);
    await ended(at.client, await post(address, 4));
    expect(sent()).toEqual([1, 2, 4]);
  });

  it('lets go of one waiting call that is cancelled, wherever it stands', async () => {
    const { address, integration } = await sending('Cancelled', { orderedDelivery: true });
    const of = { integrationId: integration.id };
    stuck.add('1');
    const ids = [await post(address, 1), await post(address, 2), await post(address, 3)];
    await received(1);
    await at.client.lanes.cancel({ ...of, callId: ids[1]!, note: 'Sent twice.' });
    release();
    expect(await ended(at.client, ids[1]!)).toMatchObject({
      state: 'cancelled',
      problem: { code: 'cancelled' },
      events: [{ action: 'cancel', note: 'Sent twice.' }],
    });
    await ended(at.client, ids[2]!);
    expect(sent()).toEqual([1, 3]);
    await expect(at.client.lanes.cancel({ ...of, callId: ids[2]! })).rejects.toMatchObject({
      code: 'call_not_waiting',
    });
  });

  it('refuses what makes no sense, with a code of the table', async () => {
    const { integration } = await sending('Empty', { orderedDelivery: true });
    const of = { integrationId: integration.id };
    await expect(at.client.lanes.resume(of)).rejects.toMatchObject({ code: 'lane_not_held' });
    await expect(at.client.lanes.skip(of)).rejects.toMatchObject({ code: 'lane_empty' });
    await expect(at.client.lanes.retry({ ...of, key: 'x' })).rejects.toMatchObject({
      code: 'lane_not_found',
    });
    await at.client.lanes.hold(of);
    const { address } = { address: `${at.url}/${integration.code}/Empty` };
    await post(address, 1);
    await expect(at.client.lanes.retry(of)).rejects.toMatchObject({ code: 'head_not_failed' });
  });
});
