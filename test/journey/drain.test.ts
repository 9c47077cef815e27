import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { create, draft, ended, startRuntime, until } from '#test/support/runtime.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const callIdOf = async (answer: Response) => ((await answer.json()) as { callId: string }).callId;

describe('a service that ends in order', () => {
  it('lets running calls finish, starts no more, and runs those that wait in its next life', async () => {
    const released = Promise.withResolvers<object>();
    const peer = await startPeer(() => released.promise);
    const at = await startRuntime(folder);
    const workflow = [{ name: 'send', kind: 'httpRequest' as const, url: peer.url }];
    const { address } = await create(at, draft('Drained', { orderedDelivery: true }, { workflow }));
    const first = await callIdOf(await fetch(address));
    const second = await callIdOf(await fetch(address));
    await until(
      () => peer.received.length,
      (count) => count === 1,
    );
    const stopped = at.stop();
    // Whoever calls now is refused, or meets nobody.
    const late = await fetch(address).then(
      ({ status }) => status,
      () => null,
    );
    expect([503, null]).toContain(late);
    released.resolve({});
    await stopped;
    expect(peer.received.length).toBe(1);

    const again = await startRuntime(folder);
    expect((await again.client.calls.get({ id: first })).state).toBe('succeeded');
    expect(await ended(again.client, second)).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(peer.received.length).toBe(2);
    await again.stop();
    await peer.close();
  });

  it('leaves a call that outlasts the grace time to its next life, which runs it again', async () => {
    // The first request has no answer.
    const peer: Peer = await startPeer(() =>
      peer.received.length === 1 ? new Promise(() => undefined) : {},
    );
    const at = await startRuntime(folder, { drainMs: 100 });
    const slow = draft('Slow', {}, { workflow: [{ name: 'ask', kind: 'httpRequest', url: peer.url }] });
    const { address } = await create(at, slow);
    const id = await callIdOf(await fetch(address));
    await until(
      () => peer.received.length,
      (count) => count === 1,
    );
    await at.stop();

    const again = await startRuntime(folder);
    const call = await ended(again.client, id);
    expect([call.state, call.attempt]).toEqual(['succeeded', 2]);
    expect(call.attempts.map(({ outcome }) => outcome)).toEqual(['interrupted', 'succeeded']);
    await again.stop();
    await peer.close();
  });

  it('tells callers who outwait its grace time that it is ending', async () => {
    // The one that installations have: no other part may lose its patience before that is over.
    const at = await startRuntime(folder);
    const slow = draft(
      'Slow',
      { requestResponse: true },
      { workflow: [{ name: 'wait', kind: 'delay', seconds: 60 }] },
    );
    const { address } = await create(at, slow);
    const waiting = fetch(address);
    await until(
      () => at.client.calls.list({}),
      ({ calls }) => calls.length === 1,
    );
    const stopped = at.stop();
    const answer = await waiting;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    await stopped;
    const again = await startRuntime(folder);
    expect((await again.client.calls.list({})).calls[0]).toMatchObject({ state: 'interrupted' });
    await again.stop();
  });
});

it('a service that can keep nothing any more waits for no call that runs', async () => {
  // Longer than a test may take.
  const at = await startRuntime(folder, { drainMs: 600_000 });
  const slow = draft('Slow', {}, { workflow: [{ name: 'wait', kind: 'delay', seconds: 300 }] });
  const { address } = await create(at, slow);
  const id = await callIdOf(await fetch(address));
  await until(
    () => at.client.calls.get({ id }),
    ({ state }) => state === 'running',
  );
  await dropFolder(folder);
  // Settings are the disk's too, which is looked at when they are saved.
  await at.client.host.saveSettings(await at.client.host.settings()).catch(() => undefined);
  await at.runtime.lost;
  await at.stop();
});
