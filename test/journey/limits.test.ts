// What a consumer, and all of them together, can ask of an installation at one time.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const mebibyte = 1024 * 1024;
const waits = (seconds: number) => ({ workflow: [{ name: 'wait', kind: 'delay' as const, seconds }] });
const post = (address: string, bytes: number) =>
  fetch(address, { method: 'POST', body: Buffer.alloc(bytes, 'x') });

type Limits = Awaited<ReturnType<TestRuntime['client']['host']['settings']>>['limits'];
async function setLimits(limits: Partial<Limits>): Promise<void> {
  const settings = await at.client.host.settings();
  await at.client.host.saveSettings({ ...settings, limits: { ...settings.limits, ...limits } });
}
const refusedWith = (code: string, count: number) =>
  until(
    async () => (await at.client.calls.list({ state: ['refused'], limit: 1_000 })).calls,
    (calls) => calls.filter(({ problem }) => problem?.code === code).length === count,
  );

const statusesOf = (answers: readonly Response[]) => answers.map(({ status }) => status);

describe('a rate limit', () => {
  it('is counted per key after the key was checked, and before the body is read', async () => {
    const authentication = {
      kind: 'apiKeys' as const,
      keys: [
        { label: 'ERP', key: 'key-of-the-erp' },
        { label: 'Shop', key: 'key-of-the-shop' },
      ],
    };
    const rateLimit = { calls: 2, perSeconds: 3_600 };
    const { address } = await create(at, draft('Limited', { authentication, rateLimit }));
    const send = (key: string, method = 'POST') =>
      fetch(address, { method, headers: { 'x-api-key': key }, ...(method === 'POST' ? { body: 'x' } : {}) });
    const wrong = await Promise.all(Array.from({ length: 5 }, () => send('key-of-nobody')));
    expect(statusesOf(wrong)).toEqual(Array(5).fill(401));
    expect(statusesOf([await send('key-of-the-erp'), await send('key-of-the-erp', 'GET')])).toEqual([
      202, 202,
    ]);
    const refused = await send('key-of-the-erp');
    expect(refused.status).toBe(429);
    // Half an hour, but for the time since the first of them.
    expect(Number(refused.headers.get('retry-after')) / 1_800).toBeCloseTo(1, 1);
    expect(await refused.json()).toMatchObject({ type: 'urn:hookline:problem:rate_limited' });
    expect((await send('key-of-the-shop')).status).toBe(202);
    const calls = await until(
      async () => (await at.client.calls.list({ status: 429 })).calls,
      ({ length }) => length === 1,
    );
    expect(calls[0]).toMatchObject({ state: 'refused', keyLabel: 'ERP', problem: { code: 'rate_limited' } });
  });

  it('without keys is one for all callers', async () => {
    const { address } = await create(at, draft('Open', { rateLimit: { calls: 3, perSeconds: 3_600 } }));
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(address)));
    expect(statusesOf(answers).toSorted((a, b) => a - b)).toEqual([202, 202, 202, 429, 429]);
  });
});

describe('the bytes of waiting calls', () => {
  const half = mebibyte / 2;

  it('are bounded over all triggers, and a burst cannot overshoot', async () => {
    await setLimits({ waitingBytes: mebibyte });
    const first = await create(at, draft('First', { orderedDelivery: true }, waits(60)));
    const second = await create(at, draft('Second', { orderedDelivery: true }, waits(60)));
    // Each lane runs one and lets the others wait.
    expect(statusesOf([await post(first.address, 1), await post(second.address, 1)])).toEqual([202, 202]);
    const burst = await Promise.all(
      Array.from({ length: 12 }, (_, at) => post(at % 2 ? first.address : second.address, mebibyte / 8 + 1)),
    );
    const accepted = statusesOf(burst).filter((status) => status === 202).length;
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThanOrEqual(7);
    const refused = burst.find(({ status }) => status === 503);
    expect(refused?.headers.get('retry-after')).toBe('30');
    expect(at.runtime.load().waitingBytes).toBe(accepted * (mebibyte / 8 + 1));
    await refusedWith('installation_full', 12 - accepted);

    await setLimits({ waitingBytes: 2 * mebibyte });
    expect((await post(first.address, half)).status).toBe(202);
  });

  it('are counted again by the next life, and given back as calls start or are cancelled', async () => {
    const { integration, address } = await create(at, draft('Kept', { orderedDelivery: true }, waits(60)));
    for (const bytes of [1, half, 300]) expect((await post(address, bytes)).status).toBe(202);
    expect(at.runtime.load().waitingBytes).toBe(half + 300);
    await at.stop();
    at = await startRuntime(at.folder, { drainMs: 100 });
    // What ran waits again, and has started again or not.
    await until(
      () => at.runtime.load().waitingBytes,
      (bytes) => bytes === half + 300,
    );
    await at.client.integrations.remove({ id: integration.id, cancelWaiting: true });
    await until(
      () => at.runtime.load().waitingBytes,
      (bytes) => bytes === 0,
    );
  });

  it('let a single call pass that is larger than all of them may be', async () => {
    await setLimits({ waitingBytes: mebibyte });
    const { address } = await create(at, draft('Large'));
    expect((await post(address, 3 * mebibyte)).status).toBe(202);
  });
});

describe('callers who wait for a result', () => {
  it('are bounded, and nobody else is', async () => {
    await setLimits({ waitingCallers: 3 });
    const gate = Promise.withResolvers<object>();
    const peer = await startPeer(() => gate.promise);
    const workflow = [{ name: 'send', kind: 'httpRequest' as const, url: peer.url }];
    const { address } = await create(
      at,
      draft('Slow', { requestResponse: true, concurrency: 10 }, { workflow }),
    );
    const body = Buffer.alloc(1_000);
    const first = Array.from({ length: 3 }, () => fetch(address, { method: 'POST', body }));
    await until(
      () => at.runtime.load(),
      ({ waitingCallers }) => waitingCallers === 3,
    );
    // Their bodies are on disk and hold no memory while they wait.
    await until(
      () => at.runtime.load(),
      ({ bodyBytes }) => bodyBytes === 0,
    );
    const refused = await fetch(address, { method: 'POST', body });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await fetch(address, { headers: { prefer: 'respond-async' } })).status).toBe(202);
    gate.resolve({});
    expect(statusesOf(await Promise.all(first))).toEqual([200, 200, 200]);
    expect((await fetch(address)).status).toBe(200);
    await refusedWith('callers_full', 1);
    expect(at.runtime.load()).toMatchObject({ waitingCallers: 0, bodyBytes: 0 });
    await peer.close();
  });
});

describe('a disk that does not keep up', () => {
  it('is not waited for by more calls once it takes two seconds, and no 202 comes before the commit', async () => {
    const { address } = await create(at, draft('Stored'));
    const other = new Database(join(at.folder, 'queue.db'));
    other.exec('BEGIN IMMEDIATE');
    let answered = 0;
    const before = Array.from({ length: 5 }, async () => {
      const { status } = await fetch(address);
      answered++;
      return status;
    });
    await until(
      () => at.runtime.load(),
      ({ commitWaitMs }) => commitWaitMs > 2_000,
    );
    const refused = await fetch(address);
    const answeredBefore = answered;
    // After five seconds those who wait would fail.
    other.exec('ROLLBACK');
    other.close();
    expect(answeredBefore).toBe(0);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ type: 'urn:hookline:problem:storage_slow' });
    expect(await Promise.all(before)).toEqual(Array(5).fill(202));
    expect((await fetch(address)).status).toBe(202);
    await refusedWith('storage_slow', 1);
    expect((await at.client.calls.list({ status: 202 })).calls).toHaveLength(6);
  });

  it('F19: fails those who wait where another process holds the database for longer, and nobody after that', async () => {
    const { address } = await create(at, draft('Held'));
    const other = new Database(join(at.folder, 'queue.db'));
    other.exec('BEGIN IMMEDIATE');
    const failed = await fetch(address);
    expect([failed.status, await failed.json()]).toMatchObject([
      503,
      { type: 'urn:hookline:problem:storage_failed' },
    ]);
    other.exec('ROLLBACK');
    other.close();
    await until(
      async () => (await fetch(address)).status,
      (status) => status === 202,
    );
    await refusedWith('storage_failed', 1);
  });
});
