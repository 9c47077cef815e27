// Accepted calls whose secret cannot be read wait for it, and nothing of them is used up.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '#shared/model/connection.ts';
import { draftOf, type IntegrationDraftInput } from '#shared/model/integration.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { serveOn } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { create, draft, ended, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let folder: string;
let peer: Peer;
beforeEach(async () => {
  folder = await newFolder();
  peer = await startPeer();
});
afterEach(async () => {
  await peer.close();
  await dropFolder(folder);
});

/** Sends on what came, with a secret. */
const sending = (): NonNullable<IntegrationDraftInput['workflow']> => [
  {
    name: 'send',
    kind: 'httpRequest',
    method: 'POST',
    url: peer.url,
    headers: { authorization: 'Bearer {{ env.ERP_PASSWORD }}' },
    body: { from: 'query.number' },
  },
];
const sent = () => peer.received.map(({ body, headers }) => `${body} ${headers.authorization}`);

test('a service whose key file is away lets accepted calls wait; with the file back each runs once, in order', async () => {
  const first = await serveOn(folder);
  const asks = async <T>(to: typeof first, method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${to.ready.adminUrl}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${to.ready.adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  };
  const post = (to: typeof first, path: string) =>
    fetch(`${to.ready.webhookUrl}/${path}`, { method: 'POST' });
  await asks(first, 'PUT', '/environment/ERP_PASSWORD', { secret: 'hunter-two' });
  const { integration } = await asks<{ integration: { id: string } }>(first, 'POST', '/integrations', {
    draft: { ...draft('Orders', { orderedDelivery: true }, { workflow: sending() }), code: 'abcde' },
  });
  await asks(first, 'POST', '/integrations', {
    draft: { ...draft('Asked', { requestResponse: true }, { workflow: sending() }), code: 'abcde' },
  });
  const lane = `/lanes/${integration.id}`;
  await asks(first, 'POST', `${lane}/hold`, { note: 'until the restart' });
  for (const number of [1, 2, 3]) {
    expect((await post(first, `abcde/Orders?number=${number}`)).status).toBe(202);
  }
  await first.stop();
  const [file, elsewhere] = [join(folder, 'data-key'), join(folder, 'kept')];
  await rename(file, elsewhere);

  const second = await serveOn(folder);
  const resumed = await asks<LaneSummary>(second, 'POST', `${lane}/resume`, { note: '' });
  expect(resumed.hold).toMatchObject({
    kind: 'hold',
    until: 'readable',
    note: `The secret ERP_PASSWORD cannot be read: ${file} is not there. Bring the data key back and start again. Only where that can never be: give the secrets up with \`hookline key renew\`, or in Settings, and enter them again.`,
  });
  expect((await post(second, 'abcde/Orders?number=4')).status).toBe(202);
  const refused = await post(second, 'abcde/Asked?number=5');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  expect((await refused.json()).type).toContain('secrets_unreadable');
  const { waitingCalls } = await asks<{ waitingCalls: { attempt: number; problem: unknown }[] }>(
    second,
    'GET',
    lane,
  );
  expect(waitingCalls.map(({ attempt, problem }) => [attempt, problem])).toEqual(Array(4).fill([0, null]));
  await second.stop();
  await rename(elsewhere, file);

  const third = await serveOn(folder);
  const { calls } = await until(
    () =>
      asks<{ calls: { state: string; attempt: number }[] }>(third, 'GET', `/calls?integration=abcde/Orders`),
    (page) => page.calls.every(({ state }) => state !== 'waiting' && state !== 'running'),
  );
  expect(calls.map(({ state, attempt }) => `${state} ${attempt}`)).toEqual(Array(4).fill('succeeded 1'));
  expect(sent()).toEqual([1, 2, 3, 4].map((number) => `${number} Bearer hunter-two`));
  await third.stop();
});

describe('where the data key is lost', () => {
  const outer = (n: number) => ({
    outerKeys: [{ kind: 'folder' as const, place: `${folder}/data-key`, key: Buffer.alloc(32, n) }],
  });
  let at: TestRuntime;
  beforeEach(async () => void (at = await startRuntime(folder, {}, outer(1))));
  afterEach(() => at.stop());

  async function restart(n: number): Promise<void> {
    await at.stop();
    at = await startRuntime(folder, {}, outer(n));
  }

  const post = async (address: string): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const url = at.url + new URL(address).pathname;
    const answer = await fetch(url, { method: 'POST', headers, body: '{"a":1}' });
    expect(answer.status).toBe(202);
    return (await answer.json()).callId;
  };
  const holdOf = async (integrationId: string) => (await at.client.lanes.get({ integrationId })).hold;
  const stateOf = async (id: string) => {
    const { state, problem, attempts } = await at.client.calls.get({ id });
    return [state, attempts.length, problem?.code];
  };
  const setPassword = (secret: string) => at.client.environment.set({ name: 'ERP_PASSWORD', secret });

  test('and given up, calls go on as soon as their secret was entered again, without a restart', async () => {
    await setPassword('hunter-two');
    const erp: Connection = {
      name: 'erp',
      kind: 'http',
      baseUrl: peer.url,
      authentication: { kind: 'bearer', token: 'of-erp' },
      tls: { insecure: false },
    };
    await at.client.connections.set({ draft: erp });
    const byName = await create(at, draft('ByName', {}, { workflow: sending() }));
    const over = {
      name: 'ask',
      kind: 'httpRequest' as const,
      connection: 'erp',
      method: 'POST' as const,
      url: '/',
    };
    const byConnection = await create(at, draft('ByConnection', {}, { workflow: [over] }));
    const byCallee = await create(
      at,
      draft('ByCallee', {}, { workflow: [{ name: 'of', kind: 'call', integration: 'ByConnection' }] }),
    );
    const without = await create(at, draft('Without', {}, { dataProcessing: '"env." & body.a' }));
    await restart(2);
    const made = [byName, byConnection, byCallee];
    const ids = [];
    for (const { address } of made) ids.push(await post(address));
    expect((await ended(at.client, await post(without.address))).state).toBe('succeeded');

    await at.client.dataKey.renew();
    expect(await Promise.all(ids.map(stateOf))).toEqual(Array(3).fill(['waiting', 0, undefined]));
    expect((await holdOf(byCallee.integration.id))?.note).toBe(
      'A secret of the connection erp cannot be read: it was given up with its data key. Enter it again.',
    );
    const detail = await at.client.calls.get({ id: ids[0]! });
    expect(detail.hold).toMatchObject({ until: 'readable', note: expect.stringContaining('ERP_PASSWORD') });
    await setPassword('hunter-three');
    expect((await ended(at.client, ids[0]!)).state).toBe('succeeded');
    expect(await stateOf(ids[1]!)).toEqual(['waiting', 0, undefined]);
    await at.client.connections.set({ draft: erp });
    const after = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(after.map(({ state, attempts }) => [state, attempts.length])).toEqual(
      Array(3).fill(['succeeded', 1]),
    );
    expect(
      peer.received.map(({ headers }) => headers.authorization ?? '').toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['Bearer hunter-three', 'Bearer of-erp', 'Bearer of-erp']);
    expect(await Promise.all(made.map(({ integration }) => holdOf(integration.id)))).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('a workflow that puts the name together waits for all of them', async () => {
    await setPassword('hunter-two');
    const code = 'return env["ERP_" + body.of]';
    const { integration } = await create(
      at,
      draft('Code', {}, { workflow: [{ name: 'a', kind: 'javascript', code }] }),
    );
    await restart(2);
    expect((await holdOf(integration.id))?.until).toBe('readable');
  });

  test('a save that needs it no more helps new calls alone, and those of before still wait', async () => {
    await setPassword('hunter-two');
    const { integration, address } = await create(
      at,
      draft('Saved', {}, { dataProcessing: 'env.ERP_PASSWORD' }),
    );
    await restart(2);
    const before = await post(address);
    const { id, version } = integration;
    const { dataProcessing: _gone, ...rest } = draftOf(integration);
    await at.client.integrations.update({ id, version, draft: rest });
    await until(
      () => holdOf(id),
      (hold) => hold !== null,
    );
    expect(await stateOf(before)).toEqual(['waiting', 0, undefined]);
    await restart(1);
    expect((await ended(at.client, before)).attempts).toHaveLength(1);
  });

  test('bodies with hidden values wait too, and so does finding the lane by what they hold', async () => {
    const hiding = { hiddenBodyPaths: ['secret'], orderedDelivery: true as const };
    const { integration, address } = await create(at, draft('Hides', hiding));
    const { id: integrationId, version } = integration;
    await at.client.lanes.hold({ integrationId, key: null, note: 'wait' });
    const ids = [await post(address), await post(address)];
    await restart(2);
    await at.client.lanes.resume({ integrationId, key: null, note: '' });
    expect((await holdOf(integrationId))?.note).toContain('Bodies with values to hide cannot be read: ');

    // The version in place hides nothing, and asks what those of the one before hold.
    const rest = { ...draftOf(integration).trigger, hiddenBodyPaths: [], orderedDelivery: { by: 'body.a' } };
    const saved = { id: integrationId, version, draft: { ...draftOf(integration), trigger: rest } };
    await at.client.integrations.update(saved);
    await until(
      async () => (await at.client.lanes.get({ integrationId })).hold,
      (hold) => hold?.until === 'readable',
    );
    expect(await Promise.all(ids.map(stateOf))).toEqual(Array(2).fill(['waiting', 0, undefined]));
    await restart(1);
    const after = await Promise.all(ids.map((id) => ended(at.client, id)));
    expect(after.map(({ state, lane }) => `${state} in ${lane}`)).toEqual(
      Array(2).fill(`succeeded in ${integration.code}/Hides#1`),
    );
  });
});
