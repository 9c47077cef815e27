// Calls that end the process, and a process that ends again and again.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startChild } from '#test/support/child-service.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { create, draft, ended, startRuntime, until, withInstallation } from '#test/support/runtime.ts';

type Trigger = NonNullable<Parameters<typeof draft>[1]>;

let folder: string;
let peer: Peer;
beforeEach(async () => {
  folder = await newFolder();
  peer = await startPeer(({ body }) => (body === 'quick' ? {} : new Promise(() => undefined)));
});
afterEach(async () => {
  await peer.close();
  await dropFolder(folder);
});

/** An integration that sends its body to the peer, made while nothing runs. */
async function sendingTo(name: string, trigger: Trigger): Promise<string> {
  const at = await startRuntime(folder, { drainMs: 100 });
  const { address } = await create(
    at,
    draft(name, trigger, {
      workflow: [
        { name: 'send', kind: 'httpRequest', method: 'POST', url: peer.url, body: { from: '$string(body)' } },
      ],
    }),
  );
  await at.stop();
  return new URL(address).pathname;
}

async function call(url: string, body: string) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as { callId: string; statusUrl: string };
}

const post = async (url: string, body: string): Promise<string> => (await call(url, body)).callId;

/** As a command does. */
const lookIn = () => withInstallation(folder, (client) => client.calls.list({}));

const received = (count: number) =>
  until(
    () => peer.received.length,
    (length) => length >= count,
  );

it('a call that ended the process three times is given up, and the next one runs', async () => {
  const path = await sendingTo('Poison', { orderedDelivery: true });
  let service = await startChild(folder);
  const poison = await post(service.url + path, 'endless');
  const next = await post(service.url + path, 'quick');
  for (const life of [1, 2, 3]) {
    await received(life);
    await service.kill();
    if (life < 3) service = await startChild(folder);
  }
  const at = await startRuntime(folder, { drainMs: 100 });
  expect(await at.client.calls.get({ id: poison })).toMatchObject({
    state: 'failed',
    problem: { code: 'poison' },
    attempt: 3,
  });
  await at.client.host.resumeExecutions();
  expect(await ended(at.client, next)).toMatchObject({ state: 'succeeded', attempt: 1 });
  await at.stop();
});

it('after three lives that finished nothing, calls are accepted and wait until somebody says so', async () => {
  const path = await sendingTo('Loop', { concurrency: 10 });
  for (const life of [1, 2, 3]) {
    const service = await startChild(folder);
    await post(service.url + path, `endless ${life}`);
    await received((life * (life + 1)) / 2);
    await service.kill();
  }
  const at = await startRuntime(folder, { drainMs: 100 });
  expect((await at.client.host.status()).alarms).toMatchObject([{ code: 'executions_paused' }]);
  const id = await post(at.url + path, 'quick');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await at.client.calls.get({ id })).state).toBe('waiting');
  expect((await at.client.host.resumeExecutions()).alarms).toEqual([]);
  expect(await ended(at.client, id)).toMatchObject({ state: 'succeeded' });
  await at.stop();
});

it('a life that finished one execution is no part of a loop', async () => {
  const path = await sendingTo('Sound', { concurrency: 10 });
  for (const life of [1, 2, 3]) {
    const service = await startChild(folder);
    const { statusUrl } = await call(service.url + path, life === 2 ? 'quick' : `endless ${life}`);
    await received(life === 1 ? 1 : life === 2 ? 3 : 5);
    if (life === 2)
      await until(
        async () => (await fetch(service.url + statusUrl)).text(),
        (told) => told.includes('"succeeded"'),
      );
    await service.kill();
  }
  const at = await startRuntime(folder, { drainMs: 100 });
  expect((await at.client.host.status()).alarms).toEqual([]);
  await at.stop();
});

it('lives that died while nothing ran are no part of a loop, whoever looks in between', async () => {
  const path = await sendingTo('Idle', { concurrency: 10 });
  for (const life of [1, 2, 3]) {
    const service = await startChild(folder);
    if (life === 3) {
      await post(service.url + path, 'endless');
      await received(1);
    }
    await service.kill();
    await lookIn();
  }
  const at = await startRuntime(folder, { drainMs: 100 });
  expect((await at.client.host.status()).alarms).toEqual([]);
  await received(2);
  await at.stop();
});

it('three lives that died in the middle are a loop, whoever looks in between', async () => {
  const path = await sendingTo('Looked', { concurrency: 10 });
  for (const life of [1, 2, 3]) {
    const service = await startChild(folder);
    await post(service.url + path, `endless ${life}`);
    await received((life * (life + 1)) / 2);
    await service.kill();
    await lookIn();
  }
  const at = await startRuntime(folder, { drainMs: 100 });
  expect((await at.client.host.status()).alarms).toMatchObject([{ code: 'executions_paused' }]);
  await at.stop();
});

it('a call of a trigger that runs at most once is interrupted when it is cut off, and its lane can be held', async () => {
  const path = await sendingTo('Once', {
    delivery: 'atMostOnce',
    orderedDelivery: { onFailure: 'hold' },
  });
  const service = await startChild(folder);
  const id = await post(service.url + path, 'endless');
  const next = await post(service.url + path, 'quick');
  await received(1);
  await service.kill();
  const at = await startRuntime(folder, { drainMs: 100 });
  expect(await at.client.calls.get({ id })).toMatchObject({ state: 'interrupted', attempt: 1 });
  const [lane] = await at.client.lanes.list();
  expect(lane).toMatchObject({ waiting: 1, hold: { callId: id } });
  const of = { integrationId: lane!.integrationId };
  await expect(at.client.lanes.retry(of)).rejects.toMatchObject({
    code: 'head_not_failed',
    message: expect.stringContaining('has ended and cannot be tried again in its place') as string,
  });
  // It is left behind, and not the one that waits and has done nothing.
  await at.client.lanes.skip({ ...of, note: 'Seen to by hand.' });
  expect(await ended(at.client, next)).toMatchObject({ state: 'succeeded', attempt: 1 });
  expect((await at.client.calls.get({ id })).events.at(-1)).toMatchObject({
    action: 'skip',
    note: 'Seen to by hand.',
  });
  expect(peer.received.length).toBe(2);
  await at.stop();
});
