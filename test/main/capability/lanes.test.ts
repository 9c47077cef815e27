import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const failing = { workflow: [{ name: 'stop', kind: 'fail' as const, status: 503 }] };

async function sendOne(address: string): Promise<string> {
  const answer = await fetch(address, { method: 'POST' });
  return answer.headers.get('x-call-id') ?? '';
}

/** An ordered lane that its first call stopped, with two more behind it. */
async function stoppedLane() {
  const { integration, address } = await create(
    at,
    draft('Stopped', { orderedDelivery: { onFailure: 'hold' } }, failing),
  );
  const ids = [await sendOne(address), await sendOne(address), await sendOne(address)];
  const integrationId = integration.id;
  await until(
    () => at.client.lanes.get({ integrationId }),
    ({ hold, waiting }) => hold !== null && waiting === 3,
  );
  return { integrationId, address, ids };
}

test('waiting calls are read a page at a time, each with its place', async () => {
  const { integrationId, ids } = await stoppedLane();
  const page = await at.client.lanes.get({ integrationId, limit: 1, offset: 1 });
  expect(page.waitingCalls.map(({ id, place }) => [id, place])).toEqual([[ids[1], 2]]);
});

test('what is meant for one head leaves another one alone', async () => {
  const { integrationId, ids } = await stoppedLane();
  for (const act of ['retry', 'skip'] as const) {
    await expect(
      at.client.lanes[act]({ integrationId, callId: ids[1]!, note: 'Too late.' }),
    ).rejects.toMatchObject({ code: 'call_not_waiting' });
  }
  expect(await at.client.lanes.skip({ integrationId, callId: ids[0]!, note: 'In time.' })).toMatchObject({
    integrationId,
  });
});

test('a lane that is drained while its head keeps it still says why it stands', async () => {
  const { integrationId, address, ids } = await stoppedLane();
  const drained = await at.client.lanes.drain({ integrationId });
  expect(drained.hold).toMatchObject({ kind: 'hold', callId: ids[0] });
  expect((await fetch(address, { method: 'POST' })).status).toBe(503);
  expect((await at.client.lanes.resume({ integrationId })).hold).toBeNull();
});

test('the history of a lane names who did what, by the label of their token, and a failure has no name', async () => {
  const { integrationId, ids } = await stoppedLane();
  const signedIn = { tokenId: null, label: 'Anna, support desk', role: 'designer' } as const;
  const anna = createRouterClient(at.runtime.router, { context: { signedIn } });
  await anna.lanes.cancel({ integrationId, callId: ids[2]!, note: 'Sent twice.' });
  await at.client.lanes.hold({ integrationId, note: 'Stocktaking.' });
  const history = await at.client.lanes.history({ integrationId });
  expect(history.map(({ action, by, note }) => [action, by, note])).toEqual([
    ['hold', 'the owner of the data folder', 'Stocktaking.'],
    ['cancel', 'Anna, support desk', 'Sent twice.'],
    ['hold', null, expect.any(String)],
  ]);
  expect((await at.client.calls.get({ id: ids[2]! })).events).toMatchObject([{ by: 'Anna, support desk' }]);
});
