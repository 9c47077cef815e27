// A caller who is cut off by a kill sends its call again with the same key. However often that happens, there is
// one call.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startChild, type ChildService } from '#test/support/child-service.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { createRandom, seedOf } from '#test/support/random.ts';
import { draft, until, withInstallation } from '#test/support/runtime.ts';
import { canPreload } from './shim/build-shim.ts';
import { createClock } from './shim/clock.ts';

const seed = seedOf();
const random = createRandom(seed);

const started: ChildService[] = [];
async function start(...given: Parameters<typeof startChild>): Promise<ChildService> {
  const service = await startChild(...given);
  started.push(service);
  return service;
}

let folder: string;
let peer: Peer;
beforeEach(async () => {
  folder = await newFolder();
  peer = await startPeer(() => new Promise((resolve) => setTimeout(resolve, 20, {})));
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.kill();
  await peer.close();
  await dropFolder(folder);
});

async function createSender(name: string, requestResponse: boolean): Promise<string> {
  const workflow = [
    {
      name: 'send',
      kind: 'httpRequest' as const,
      method: 'POST' as const,
      url: peer.url,
      body: { from: 'call.id' },
    },
  ];
  const { integration } = await withInstallation(folder, (client) =>
    client.integrations.create({ draft: draft(name, { idempotency: {}, requestResponse }, { workflow }) }),
  );
  return `/${integration.code}/${integration.name}`;
}

/** What a call was answered with; null where it was cut off. */
async function send(address: string, key: string) {
  try {
    const answer = await fetch(address, { method: 'POST', body: 'x', headers: { 'idempotency-key': key } });
    await answer.arrayBuffer();
    const { status, headers } = answer;
    return { status, id: headers.get('x-call-id')!, replayed: headers.get('idempotency-replayed') };
  } catch {
    return null;
  }
}
const isThere = <T>(one: T | null): one is T => one !== null;

it(`fifty concurrent calls with one key are one call, across kills in the middle (SEED=${seed})`, async () => {
  const path = await createSender('Once', false);
  const keys = ['a', 'b', 'c', 'd'];
  for (const key of keys) {
    const ids = new Set<string>();
    for (const life of ['killed', 'killed', 'last']) {
      const service = await start(folder);
      const sending = Promise.all(Array.from({ length: 50 }, () => send(service.url + path, key)));
      if (life === 'killed') {
        await new Promise((resolve) => setTimeout(resolve, random() * 60));
        await service.kill();
      }
      const answers = (await sending).filter(isThere);
      for (const { id } of answers) ids.add(id);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(answers.length > 0 ? [202] : []));
      if (life === 'killed') continue;
      expect(answers).toHaveLength(50);
      await until(
        () => peer.received.map(({ body }) => body),
        (ran) => [...ids].every((id) => ran.includes(id)),
      );
      expect(await service.end()).toBe(0);
    }
    expect(ids.size).toBe(1);
  }
  const { calls } = await withInstallation(folder, (client) => client.calls.list({ limit: 1_000 }));
  expect(calls.map(({ state }) => state)).toEqual(keys.map(() => 'succeeded'));
  expect(new Set(peer.received.map(({ body }) => body))).toEqual(new Set(calls.map(({ id }) => id)));
});

it('a caller whose call was interrupted is told so, as often as it asks, and it does not run again', async () => {
  const path = await createSender('AtMostOnce', true);
  const service = await start(folder);
  const first = send(service.url + path, 'k');
  await until(
    () => peer.received.length,
    (count) => count === 1,
  );
  await service.kill();
  expect(await first).toBeNull();
  const again = await start(folder);
  const id = peer.received[0]?.body;
  expect(await Promise.all([1, 2].map(() => send(again.url + path, 'k')))).toEqual(
    Array(2).fill({ status: 500, id, replayed: 'true' }),
  );
  expect((await send(again.url + path, 'new'))?.status).toBe(200);
  expect(peer.received).toHaveLength(2);
  expect(await again.end()).toBe(0);
});

it.each([
  ['before_commit', null],
  ['after_commit', 'true'],
  ['before_answer', 'true'],
])('a call that is sent again after a kill %s is a repeat: %s', async (point, replayed) => {
  const path = await createSender('Again', false);
  const service = await start(folder, { env: { HOOKLINE_CRASH: point } });
  expect(await send(service.url + path, 'k')).toBeNull();
  const again = await start(folder);
  expect(await send(again.url + path, 'k')).toMatchObject({ status: 202, replayed });
  await until(
    () => peer.received.length,
    (count) => count === 1,
  );
  expect(await again.end()).toBe(0);
  const { calls } = await withInstallation(folder, (client) => client.calls.list({}));
  expect(calls).toMatchObject([{ state: 'succeeded' }]);
});

it.runIf(canPreload)('F53: a key outlives a wall clock that leaps by days, ahead and back', async () => {
  const path = await createSender('Leaps', false);
  const clock = createClock(join(folder, 'clock'));
  const env = clock.environment;
  let service = await start(folder, { env });
  const first = await send(service.url + path, 'k');
  for (const days of [3, -3, 3]) {
    clock.setAheadMs(days * 86_400_000);
    expect(await send(service.url + path, 'k')).toEqual({ ...first, replayed: 'true' });
  }
  await service.kill();
  service = await start(folder, { env });
  expect(await send(service.url + path, 'k')).toEqual({ ...first, replayed: 'true' });
  expect(await service.end()).toBe(0);
});
