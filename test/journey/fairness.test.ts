import { afterEach, beforeEach, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import { create, draft, startRuntime, until } from '#test/support/runtime.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

it('F58: a stuck backlog is in nobody else’s way, among two hundred integrations', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const finished: string[] = [];
  const peer = await startPeer(async ({ body }) => {
    if (body.endsWith('/Fair0')) await released;
    finished.push(body);
    return {};
  });
  const at = await startRuntime(folder);
  const workflow = [
    {
      name: 'send',
      kind: 'httpRequest' as const,
      method: 'POST' as const,
      url: peer.url,
      body: { from: 'call.lane' },
    },
  ];
  const made = [];
  for (let n = 0; n < 200; n++)
    made.push(await create(at, draft(`Fair${n}`, { concurrency: 8 }, { workflow })));
  const [stuck, ...others] = made;
  const send = ({ address }: { address: string }) => fetch(address, { method: 'POST' });
  await Promise.all(Array.from({ length: 500 }, () => send(stuck!)));
  for (let n = 0; n < 8; n++) await Promise.all(others.map(send));
  await until(
    () => finished.length,
    (count) => count === 8 * others.length,
  );
  expect((await at.client.lanes.get({ integrationId: stuck!.integration.id })).waiting).toBe(492);
  release();
  await until(
    () => finished.length,
    (count) => count === 500 + 8 * others.length,
  );
  await at.stop();
  await peer.close();
});
