// A process that is killed has no last words. What it had acknowledged must run, in order, in its next life.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startChild } from '#test/support/child-service.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import { draft, until, withInstallation } from '#test/support/runtime.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

it('500 concurrent calls run in the accepted order without overlap, across kills in the middle', async () => {
  const peer = await startPeer(() => new Promise((resolve) => setTimeout(resolve, 1, {})));
  const integration = await withInstallation(folder, async (client) => {
    const workflow = [
      {
        name: 'send',
        kind: 'httpRequest' as const,
        method: 'POST' as const,
        url: peer.url,
        body: { from: 'call.id' },
      },
    ];
    const { integration: made } = await client.integrations.create({
      draft: draft('Ordered', { orderedDelivery: true }, { workflow }),
    });
    return made;
  });

  const acknowledged: string[] = [];
  const path = `/${integration.code}/${integration.name}`;
  let service = await startChild(folder);
  const send = async () => {
    try {
      const answer = await fetch(service.url + path, { method: 'POST' });
      if (answer.status === 202) acknowledged.push(((await answer.json()) as { callId: string }).callId);
    } catch {
      // Cut off: the call may or may not have been accepted, and was not acknowledged.
    }
  };
  for (const killAfter of [60, 120]) {
    const sending = Promise.all(Array.from({ length: 250 }, send));
    await until(
      () => peer.received.length,
      (count) => count >= killAfter,
    );
    await service.kill();
    await sending;
    service = await startChild(folder);
  }
  // When the last one runs, all before it have run: those too that were accepted and not acknowledged.
  await send();
  await until(
    () => peer.received.at(-1)?.body,
    (body) => body === acknowledged.at(-1),
  );
  expect(await service.end()).toBe(0);

  const calls = await withInstallation(folder, async (client) => {
    const found = await client.calls.list({ limit: 1_000 });
    return found.calls.toSorted((a, b) => a.sequence - b.sequence);
  });
  const accepted = calls.map(({ id }) => id);
  expect(acknowledged.filter((id) => !accepted.includes(id))).toEqual([]);
  expect(calls.filter(({ state }) => state !== 'succeeded')).toEqual([]);
  // A call that was cut off runs again at its old place; so each one's first run comes in the accepted order,
  // and no call begins before the last run of the one before it.
  const ran = peer.received.map(({ body }) => body);
  expect([...new Set(ran)]).toEqual(accepted);
  expect(ran).toEqual(ran.toSorted((a, b) => accepted.indexOf(a) - accepted.indexOf(b)));
  expect(ran.length - accepted.length).toBeLessThanOrEqual(2);
  expect(peer.mostOpen).toBe(1);
  await peer.close();
});

it('a request-response call that was cut off is interrupted and does not run again', async () => {
  const peer = await startPeer(() => new Promise((resolve) => setTimeout(resolve, 500, {})));
  const integration = await withInstallation(folder, async (client) => {
    const workflow = [{ name: 'send', kind: 'httpRequest' as const, url: peer.url }];
    return (
      await client.integrations.create({ draft: draft('Once', { requestResponse: true }, { workflow }) })
    ).integration;
  });
  const service = await startChild(folder);
  const answer = fetch(`${service.url}/${integration.code}/Once`).catch(() => 'cut off');
  await until(
    () => peer.received.length,
    (count) => count === 1,
  );
  await service.kill();
  expect(await answer).toBe('cut off');
  const again = await startChild(folder);
  expect(await again.end()).toBe(0);
  expect(peer.received.length).toBe(1);
  const [call] = await withInstallation(folder, async (client) => (await client.calls.list({})).calls);
  expect(call).toMatchObject({ state: 'interrupted', problem: { code: 'interrupted' }, attempt: 1 });
  await peer.close();
});
