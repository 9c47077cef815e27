// What people do, cut off in the middle by kills: a replay of many, a head that is tried again, a backup put in place.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallSummary } from '#shared/model/call.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import type { Replay } from '#shared/model/replay.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { between, createRandom, seedOf } from '#test/support/random.ts';
import { until } from '#test/support/runtime.ts';
import { type Service, startService } from '#test/support/service.ts';
import { hookline, startHookline } from '../main/headless/command-line.ts';

const seed = seedOf();
const random = createRandom(seed);
/** Of each test; KILLS=20 for more of them. */
const kills = Number(process.env.KILLS ?? 2);
const timeout = 240_000 + kills * 60_000;

let folder: string;
let peer: Peer;
let isBroken = false;
let service: Service | null = null;
beforeEach(async () => {
  folder = await newFolder();
  isBroken = false;
  peer = await startPeer((_request, response) => {
    response.statusCode = isBroken ? 500 : 200;
    return {};
  });
});
afterEach(async () => {
  await service?.kill();
  service = null;
  await peer.close();
  await dropFolder(folder);
});

const orders = (trigger: object) => ({
  name: 'Orders',
  code: 'aaaaa',
  trigger: { authentication: { kind: 'none' }, methods: ['POST'], ...trigger },
  workflow: [
    {
      name: 'send',
      kind: 'httpRequest',
      method: 'POST',
      url: peer.url,
      body: { from: 'body' },
      retry: { attempts: 1, onStatus: [500] },
    },
  ],
});

async function start(trigger?: object): Promise<void> {
  const integrations = trigger === undefined ? {} : { integrations: [orders(trigger)] };
  service = await startService({ data: folder, ...integrations });
}
async function killed(): Promise<void> {
  await service?.kill();
  service = null;
}

async function ask<T>(path: string, body?: object): Promise<T> {
  const { adminUrl, adminToken } = service!;
  const answer = await fetch(`${adminUrl}/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

/** The calls, the oldest first. */
const calls = async () => (await ask<{ calls: CallSummary[] }>('/calls?limit=1000')).calls.toReversed();
const open = async () =>
  (await calls())
    .filter(({ state }) => state !== 'succeeded')
    .map(({ state, sequence }) => [sequence, state]);
const allDone = () => until(open, ({ length }) => length === 0);

async function post(body: unknown): Promise<string> {
  const answer = await fetch(`${service!.webhookUrl}/aaaaa/Orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { callId: string }).callId;
}

test(
  `a replay of many goes on across kills: no call is left out, none is sent twice, all in order (SEED=${seed})`,
  { timeout },
  async () => {
    await start({ orderedDelivery: true, repeatable: true });
    const ids: string[] = [];
    for (let n = 0; n < 100; n++) ids.push(await post({ n }));
    await allDone();
    const { id } = await ask<Replay>('/replays', { selection: { ids } });
    const replay = async () => (await ask<Replay[]>('/replays')).find((one) => one.id === id)!;
    const repeated = async () =>
      (await calls()).filter(({ origin, state }) => origin !== null && state === 'succeeded').length;
    for (let n = 0; n < kills; n++) {
      // Each life finishes some, or the call that each kill meets is given up as one that ends the process.
      const before = await repeated();
      await until(repeated, (count) => count > before || count === ids.length);
      await sleep(between(random, 0, 50));
      await killed();
      await start();
    }
    const done = await until(replay, ({ state }) => state !== 'running');
    expect(done).toMatchObject({ state: 'done', total: 100, sent: 100, leftOut: 0 });
    await allDone();
    expect((await calls()).flatMap(({ origin }) => origin ?? [])).toEqual(ids);
  },
);

test(
  `a held lane outlives kills, in the middle of trying its head again too, and then all run in order (SEED=${seed})`,
  { timeout },
  async () => {
    await start({ orderedDelivery: { onFailure: 'hold' } });
    const [{ id: integrationId }] = await ask<[{ id: string }]>('/integrations');
    isBroken = true;
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await post({ n }));
    const lane = async () => (await ask<LaneSummary[]>('/lanes'))[0]!;
    const expectHeld = async () => {
      const held = await until(lane, ({ hold, running }) => hold !== null && running === 0);
      expect([held.waiting, held.hold?.callId]).toEqual([5, ids[0]]);
    };
    /** The process dies before, while or after it does what is asked, which nobody hears of then. */
    const retryAndDie = async () => {
      const asked = ask(`/lanes/${integrationId}/retry`, { note: 'again', callId: ids[0] }).catch(() => null);
      await sleep(between(random, 0, 40));
      await killed();
      await asked;
      await start();
    };
    await expectHeld();
    await killed();
    await start();
    await expectHeld();
    // The third death in the middle of a call would give that up.
    await retryAndDie();
    await expectHeld();
    isBroken = false;
    await retryAndDie();
    if ((await lane()).hold !== null) {
      await ask(`/lanes/${integrationId}/retry`, { note: 'again', callId: ids[0] });
    }
    await allDone();
    expect((await calls()).map(({ id }) => id)).toEqual(ids);
    const order = peer.received.map(({ body }) => (JSON.parse(body) as { n: number }).n);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect([...new Set(order)]).toEqual([0, 1, 2, 3, 4]);
  },
);

test(
  `a backup is put in place whole or not at all, across kills in the middle, and then by another try (SEED=${seed})`,
  { timeout: timeout * 2 },
  async () => {
    await start({});
    const large = 'x'.repeat(300_000);
    const sendMany = async (count: number) => {
      for (let n = 0; n < count; n++) await post({ n, ...(n % 20 === 0 && { large }) });
      await allDone();
    };
    await sendMany(100);
    const backup = join(folder, 'backups', 'one.backup');
    await ask('/backup', { file: backup });
    await sendMany(50);
    await service!.stop();
    service = null;

    const copy = await newFolder();
    await cp(folder, copy, { recursive: true });
    const restore = ['--data', folder, 'recover', '--restore', backup];
    const beganMs = performance.now();
    expect((await startHookline(restore).ended).out).toContain('has 100 calls now');
    const wholeMs = performance.now() - beganMs;
    const count = async () => {
      const { out } = await hookline(['--data', folder, 'calls', 'list', '--limit', '1000', '--json']);
      return (JSON.parse(out) as unknown[]).length;
    };
    for (let n = 0; n < kills; n++) {
      await dropFolder(folder);
      await cp(copy, folder, { recursive: true });
      const { child, ended } = startHookline(restore);
      await sleep(wholeMs * (0.3 + 0.7 * random()));
      child.kill('SIGKILL');
      await ended;
      expect([100, 150]).toContain(await count());
      const again = await hookline(restore);
      expect([again.status, again.out]).toEqual([0, expect.stringContaining('has 100 calls now')]);
      expect(await count()).toBe(100);
    }
    await dropFolder(copy);
  },
);
