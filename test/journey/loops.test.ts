// Integrations that call each other, or themselves.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callsHeader, depthHeader } from '#shared/call-chain.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const sends = (url: string) => ({ workflow: [{ name: 'send', kind: 'httpRequest' as const, url }] });

/** An integration whose workflow calls the integration itself. */
async function createLoop(name: string, trigger: Parameters<typeof draft>[1]) {
  const { integration, address } = await create(at, draft(name, trigger));
  await at.client.integrations.update({ id: integration.id, draft: draft(name, trigger, sends(address)) });
  return address;
}
const callsOf = async () => (await at.client.calls.list({})).calls.toReversed();

describe('a loop of calls', () => {
  it('F51: ends after the tenth call that a call led to', async () => {
    await fetch(await createLoop('Ring', {}));
    const calls = await until(callsOf, (all) => all.some(({ state }) => state === 'refused'));
    expect(calls.map(({ state }) => state).filter((state) => state === 'refused')).toHaveLength(1);
    expect(calls).toHaveLength(12);
    const refused = calls.find(({ state }) => state === 'refused');
    expect(refused).toMatchObject({
      answeredStatus: 508,
      problem: { code: 'loop_detected', text: expect.stringContaining(calls.at(-2)!.id) as string },
    });
  });

  it('F51: that waits for its own lane is refused at once, and the caller gets the failure', async () => {
    const address = await createLoop('Knot', { orderedDelivery: true, requestResponse: true });
    const answer = await fetch(address);
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 508 }]);
    // It is written just after its answer.
    const [outer, inner] = await until(callsOf, ({ length }) => length === 2);
    expect([outer, inner]).toMatchObject([
      { state: 'succeeded' },
      {
        state: 'refused',
        problem: { code: 'lane_waits_on_itself', text: expect.stringContaining(outer!.id) as string },
      },
    ]);
  });

  it('that waits for its own lane of a key is ended as soon as its lane is known', async () => {
    const by = 'headers.host';
    const address = await createLoop('KeyKnot', { orderedDelivery: { by }, requestResponse: true });
    const answer = await fetch(address);
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 508 }]);
    const [outer, inner] = await callsOf();
    expect([outer, inner]).toMatchObject([
      { state: 'succeeded' },
      {
        state: 'cancelled',
        problem: { code: 'lane_waits_on_itself', text: expect.stringContaining(outer!.id) as string },
      },
    ]);
  });

  it('is seen over another integration too', async () => {
    const { integration, address } = await create(at, draft('First'));
    const trigger = { orderedDelivery: true, requestResponse: true };
    const between = await create(at, draft('Second', { requestResponse: true }, sends(address)));
    await at.client.integrations.update({
      id: integration.id,
      draft: draft('First', trigger, sends(between.address)),
    });
    expect(await (await fetch(address)).json()).toMatchObject({ status: 200, body: { status: 508 } });
  });

  it('is none where the lane has room for the call, or nobody waits for it', async () => {
    const aside = await createLoop('Aside', { requestResponse: true, concurrency: 100 });
    expect(await (await fetch(aside)).json()).toMatchObject({ status: 200 });
    const later = await createLoop('Later', { orderedDelivery: true });
    expect((await fetch(later)).status).toBe(202);
    const calls = await until(callsOf, (all) => all.filter(({ state }) => state === 'refused').length === 2);
    expect(new Set(calls.flatMap(({ problem }) => problem?.code ?? []))).toEqual(new Set(['loop_detected']));
  });
});

describe('what a workflow sends', () => {
  it('says how many calls led to it and which, however it was called', async () => {
    const peer = await startPeer();
    const { address } = await create(at, draft('Sender', { requestResponse: true }, sends(peer.url)));
    const send = async (headers: Record<string, string>) =>
      (await fetch(address, { headers })).headers.get('x-call-id');
    const first = await send({});
    const second = await send({ [depthHeader]: '4', [callsHeader]: 'a,b ,c' });
    const third = await send({ [depthHeader]: 'many', [callsHeader]: Array(500).fill('x').join() });
    expect(peer.received.map(({ headers }) => [headers[depthHeader], headers[callsHeader]])).toEqual([
      ['1', first],
      ['5', `a, b, c, ${second}`],
      ['1', `${Array(9).fill('x').join(', ')}, ${third}`],
    ]);
    await peer.close();
  });
});
