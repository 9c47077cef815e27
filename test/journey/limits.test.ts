// What a consumer, and all of them together, can ask of an installation at one time.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1800']);
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
