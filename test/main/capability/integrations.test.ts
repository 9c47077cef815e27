import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallBatch } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { draftOf } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const keyed = (label: string) => ({ authentication: { kind: 'apiKeys' as const, keys: [{ label }] } });
const waits = { workflow: [{ name: 'wait', kind: 'delay' as const, seconds: 30 }] };

describe('the versions of an integration', () => {
  it('can be looked at and brought back as a new one, with the keys as they are now', async () => {
    const first = await create(at, draft('Versions', keyed('ERP'), { dataProcessing: '"one"' }));
    const { id } = first.integration;
    const changed = draftOf(first.integration);
    changed.trigger.authentication = {
      kind: 'apiKeys',
      keys: [{ label: 'Shop', enabled: true, expiresAt: null, rateLimit: false, allow: [] }],
      consumers: [],
    };
    await at.client.integrations.update({ id, draft: { ...changed, dataProcessing: '"two"' } });
    const { integration } = await at.client.integrations.restore({ id, version: 1 });
    expect([integration.version, integration.dataProcessing]).toEqual([3, '"one"']);
    const { authentication } = integration.trigger;
    expect(authentication.kind === 'apiKeys' && authentication.keys.map(({ label }) => label)).toEqual([
      'Shop',
    ]);
    expect(await at.client.integrations.versions({ id })).toMatchObject([
      { version: 3, restoredFrom: 1, savedBy: 'the owner of the data folder' },
      { version: 2, restoredFrom: null },
      { version: 1, restoredFrom: null },
    ]);
    expect((await at.client.integrations.version({ id, version: 2 })).dataProcessing).toBe('"two"');
    expect((await fetch(first.address, { headers: { 'x-api-key': first.madeKeys[0]!.key } })).status).toBe(
      401,
    );
  });

  it('are not overwritten by who has an old one in hand', async () => {
    const { integration } = await create(at, draft('Stale'));
    const { id } = integration;
    await at.client.integrations.update({ id, version: 1, draft: draft('Stale') });
    await expect(
      at.client.integrations.update({ id, version: 1, draft: draft('Stale') }),
    ).rejects.toMatchObject({
      code: 'version_stale',
    });
  });
});

describe('deleting an integration', () => {
  it('is refused while calls wait, unless they are to be cancelled', async () => {
    const { integration, address } = await create(at, draft('Busy', { orderedDelivery: true }, waits));
    const { id } = integration;
    await fetch(address);
    const second = (await (await fetch(address)).json()) as { callId: string };
    await until(
      () => at.client.lanes.get({ integrationId: id }),
      ({ waitingCalls }) => waitingCalls.length === 1,
    );
    await expect(at.client.integrations.remove({ id })).rejects.toMatchObject({ code: 'calls_waiting' });
    expect((await fetch(address)).status).toBe(202);
    expect(await at.client.integrations.remove({ id, cancelWaiting: true })).toEqual({ cancelled: 2 });
    expect((await at.client.calls.get({ id: second.callId })).state).toBe('cancelled');
    expect((await fetch(address)).status).toBe(404);
  });

  it('is done although its calls cannot be cancelled for now: they are as soon as the disk takes it', async () => {
    const { integration, address } = await create(at, draft('Busy', { orderedDelivery: true }, waits));
    const { id } = integration;
    await fetch(address);
    const { callId } = (await (await fetch(address)).json()) as { callId: string };
    const stateOfCall = async () => (await at.client.calls.get({ id: callId })).state;
    const other = new Database(join(at.folder, 'queue.db'));
    try {
      other.exec(`CREATE TRIGGER refuse BEFORE UPDATE ON calls WHEN new.state = 'cancelled'
        BEGIN SELECT RAISE(ABORT, 'There is no room.'); END`);
      expect(await at.client.integrations.remove({ id, cancelWaiting: true })).toEqual({ cancelled: 1 });
      expect((await fetch(address)).status).toBe(404);
      expect(await stateOfCall()).toBe('waiting');
      other.exec('DROP TRIGGER refuse');
    } finally {
      other.close();
    }
    await until(stateOfCall, (state) => state === 'cancelled');
  });

  it('leaves no call waiting for ever that it cut off', async () => {
    const { integration, address } = await create(at, draft('Cut', {}, waits));
    const { callId } = (await (await fetch(address)).json()) as { callId: string };
    await until(
      () => at.client.calls.get({ id: callId }),
      ({ state }) => state === 'running',
    );
    await at.client.integrations.remove({ id: integration.id, cancelWaiting: true });
    await at.stop();
    at = await startRuntime(at.folder, { drainMs: 100 });
    expect(await at.client.calls.get({ id: callId })).toMatchObject({
      state: 'interrupted',
      problem: { code: 'interrupted' },
    });
  });
});

describe('what is wrong with a draft', () => {
  it('is told with the path of each field', async () => {
    const wrong = {
      draft: draft('1 bad name', {
        methods: ['GET', 'GET'],
        queryParameters: [{ name: 'a' }, { name: 'a' }],
      }),
    };
    await expect(at.client.integrations.create(wrong)).rejects.toMatchObject({
      code: 'input_invalid',
      data: {
        path: 'draft.name',
        issues: [
          { path: ['draft', 'name'] },
          { path: ['draft', 'trigger', 'methods'] },
          { path: ['draft', 'trigger', 'queryParameters', 1, 'name'] },
        ],
      },
    });
  });

  it('is an expression that names what is not there, at its field', async () => {
    const workflow = [{ name: 'rest', kind: 'delay' as const, seconds: 1, when: 'steps.tpyo' }];
    await expect(
      at.client.integrations.create({ draft: draft('Slip', {}, { workflow }) }),
    ).rejects.toMatchObject({
      code: 'input_invalid',
      message: 'No step before this one is named tpyo; it is the first.',
      data: { issues: [{ path: ['draft', 'workflow', 0, 'when'] }] },
    });
  });

  it('is a field that nobody knows, named itself', async () => {
    const unknown = { draft: { ...draft('Unknown'), colour: 'red' } };
    await expect(at.client.integrations.create(unknown)).rejects.toMatchObject({
      code: 'input_invalid',
      data: { path: 'draft.colour' },
    });
  });

  it('is a key that stands twice in the list, whatever its labels', async () => {
    const keys = [
      { label: 'ERP', key: 'the-same-value' },
      { label: 'Shop', key: 'the-same-value' },
    ];
    await expect(
      at.client.integrations.create({ draft: draft('Twins', { authentication: { kind: 'apiKeys', keys } }) }),
    ).rejects.toMatchObject({ code: 'input_invalid', data: { path: 'trigger.authentication.keys[1].key' } });
  });
});

describe('a test call', () => {
  it('goes over the listener with a key of its own and is in the log as Test', async () => {
    const { integration } = await create(at, draft('Tested', { ...keyed('ERP'), requestResponse: true }));
    const answer = await at.client.integrations.test({
      id: integration.id,
      method: 'POST',
      query: 'a=1',
      contentType: 'application/json',
      body: '{"b":2}',
    });
    expect([answer.status, JSON.parse(answer.body.data)]).toEqual([
      200,
      { query: { a: '1' }, body: { b: 2 } },
    ]);
    expect((await ended(at.client, answer.callId!)).keyLabel).toBe('Test');
  });
});

describe('what lists are made of', () => {
  it('leaves out what may be long, gives each label once, and the keys that are asked for', async () => {
    const first = await create(at, draft('Orders', keyed('ERP'), waits));
    await create(at, draft('Prices', keyed('ERP')));
    await at.client.consumers.create({ draft: { label: 'Shop', enabled: true, expiresAt: null } });
    const { id, code, name, enabled, trigger } = first.integration;
    const { methods, authentication, orderedDelivery, concurrency, requestResponse } = trigger;
    expect((await at.client.integrations.summaries())[0]).toEqual({
      id,
      code,
      name,
      enabled,
      trigger: { methods, authentication, orderedDelivery, concurrency, requestResponse },
    });
    expect(await at.client.integrations.keyLabels()).toEqual(['ERP', 'Shop']);
    const [key] = await at.client.integrations.keys();
    expect(await at.client.integrations.keys({ ids: [key!.id] })).toEqual([key]);
    expect(await at.client.integrations.keys({ ids: key!.id })).toEqual([key]);
  });
});

describe('the lanes', () => {
  it('show who runs, who waits in which place, and since when', async () => {
    const { integration, address } = await create(at, draft('Queue', { orderedDelivery: true }, waits));
    const ids: string[] = [];
    for (let one = 0; one < 3; one++)
      ids.push(((await (await fetch(address)).json()) as { callId: string }).callId);
    const lane = await until(
      () => at.client.lanes.get({ integrationId: integration.id }),
      ({ runningCalls, waitingCalls }) => runningCalls.length === 1 && waitingCalls.length === 2,
    );
    expect(lane).toMatchObject({ lane: `${integration.code}/Queue`, ordered: true, running: 1, waiting: 2 });
    expect([...lane.runningCalls, ...lane.waitingCalls].map(({ id }) => id)).toEqual(ids);
    expect(lane.waitingCalls.map(({ place }) => place)).toEqual([1, 2]);
    expect(lane.oldestWaitingAt).toBe(lane.waitingCalls[0]?.receivedAt);
    expect((await at.client.lanes.list()).find((one) => one.lane === lane.lane)).toMatchObject({
      runningSince: [lane.runningCalls[0]?.startedAt],
      head: { problem: null, nextAttemptAt: null },
      oldestWaitingAt: lane.oldestWaitingAt,
    });
    expect((await at.client.calls.get({ id: ids[2]! })).place).toBe(2);
  });
});

describe('who watches', () => {
  it('is told of each call from its beginning to its end, and goes on where it was', async () => {
    const { integration, address } = await create(at, draft('Watched'));
    const stop = new AbortController();
    const batches = await at.client.calls.watch({ integration: integration.name }, { signal: stop.signal });
    expect((await batches.next()).done).toBe(false);
    const { callId } = (await (await fetch(address)).json()) as { callId: string };
    let last: CallSummary | undefined;
    while (last?.state !== 'succeeded') {
      const { value } = await batches.next();
      last = (value as CallBatch).calls.at(-1) ?? last;
    }
    expect(last).toMatchObject({
      id: callId,
      state: 'succeeded',
      lane: `${integration.code}/Watched`,
    });
    stop.abort();
    const later = await at.client.calls.watch({ after: { boot: 'another life', revision: 1 } });
    expect((await later.next()).value).toMatchObject({ reset: true, calls: [] });
    await later.return();
  });

  it('for a text is told of calls that have it in path, parameters, headers or body, and of no others', async () => {
    const { address } = await create(at, draft('Searched'));
    const stop = new AbortController();
    const batches = await at.client.calls.watch({ text: 'needle' }, { signal: stop.signal });
    await batches.next();
    const post = async (query: string, headers: Record<string, string>, body: string) => {
      const answer = await fetch(`${address}${query}`, { method: 'POST', headers, body });
      return ((await answer.json()) as { callId: string }).callId;
    };
    await post('', {}, 'hay');
    const meant = [
      await post('?a=needle', {}, 'hay'),
      await post('', { 'x-a': 'a needle' }, 'hay'),
      await post('', {}, '{"a":"needle"}'),
    ];
    await post('?b=hay', {}, 'hay');
    const done = new Set<string>();
    while (meant.some((id) => !done.has(id))) {
      const { calls } = (await batches.next()).value as CallBatch;
      for (const { id, state } of calls) {
        expect(meant).toContain(id);
        if (state === 'succeeded') done.add(id);
      }
    }
    stop.abort();
  });
});
