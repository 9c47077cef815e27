// API keys over their life: until when they work, and who used them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';
import { hookline } from '../main/headless/command-line.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
  at = await startRuntime(folder, { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

const dayMs = 24 * 3_600_000;
const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();
const keyOf = (name: string): string => `hk_the-key-of-${name}-which-is-long`;
type Key = { readonly label: string; readonly key?: string; readonly expiresAt?: string | null };
const keyed = (...keys: readonly Key[]) => ({
  authentication: { kind: 'apiKeys' as const, keys: [...keys] },
});
const send = (address: string, key: string) =>
  fetch(address, { method: 'POST', headers: { 'x-api-key': key } });

describe('a key with an end', () => {
  it('works until then, and is refused as expired afterwards', async () => {
    const { address } = await create(
      at,
      draft(
        'Orders',
        keyed(
          { label: 'Old', key: keyOf('old'), expiresAt: inDays(-1) },
          { label: 'New', key: keyOf('new'), expiresAt: inDays(1) },
        ),
      ),
    );
    const refused = await send(address, keyOf('old'));
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({ type: 'urn:hookline:problem:key_expired' }),
    ]);
    expect((await send(address, keyOf('new'))).status).toBe(202);
    const { calls } = await at.client.calls.list({ state: ['refused'] });
    expect(calls.map(({ problem }) => problem?.text)).toEqual([
      expect.stringMatching(/^The key labelled Old expired at 20/),
    ]);
  });

  it('is spoken of two weeks before and after, unless it is disabled', async () => {
    const off = { label: 'Off', expiresAt: inDays(3), enabled: false };
    await create(
      at,
      draft('Orders', keyed({ label: 'Far', expiresAt: inDays(15) }, { label: 'Never' }, off)),
    );
    expect((await at.client.host.status()).alarms).toEqual([]);
    const [soon, gone] = [inDays(3), inDays(-3)];
    await create(
      at,
      draft('Prices', keyed({ label: 'Soon', expiresAt: soon }, { label: 'Gone', expiresAt: gone })),
    );
    expect((await at.client.host.status()).alarms).toMatchObject([
      {
        code: 'key_expiring',
        text: `API keys that end: Gone of Prices expired on ${gone.slice(0, 10)}, Soon of Prices expires on ${soon.slice(0, 10)}.`,
      },
    ]);
  });

  it('is given its end by a file, as a day or a time', async () => {
    const file = {
      hookline: 1 as const,
      integrations: [draft('Orders', keyed({ label: 'ERP', key: keyOf('erp'), expiresAt: '2031-01-31' }))],
    };
    await at.client.installation.apply({ file });
    expect(await at.client.integrations.keys()).toMatchObject([
      { label: 'ERP', expiresAt: '2031-01-31T00:00:00.000Z' },
    ]);
    const again = await at.client.installation.apply({ file, dryRun: true });
    expect(again.changes).toMatchObject([{ action: 'keep' }]);
  });

  it('is given its end by the command line', async () => {
    const other = await newFolder();
    const run = (...args: string[]) => hookline(['--data', other, ...args]);
    const file = join(other, 'apply.json');
    await writeFile(file, JSON.stringify({ hookline: 1, integrations: [draft('Orders', keyed())] }));
    expect(await run('apply', file)).toMatchObject({ status: 0 });
    const added = await run('keys', 'add', 'Orders', 'Shop', '--expires', '2030-06-01T12:00:00+02:00');
    expect(added.status).toBe(0);
    expect((await run('keys', 'list')).out).toMatch(/Shop .*yes +2030-06-01T10:00:00\.000Z/);
    expect(await run('keys', 'add', 'Orders', 'Bad', '--expires', 'tomorrow')).toMatchObject({ status: 1 });
    await dropFolder(other);
  });
});

describe('the use of a key', () => {
  const callsOf = async (client: TestRuntime['client']) =>
    Object.fromEntries(
      (await client.integrations.keys()).map(({ label, use }) => [
        label,
        use.days.reduce((sum, { calls }) => sum + calls, 0),
      ]),
    );

  it('is counted per day with its last address, whatever became of the calls, and survives a restart', async () => {
    const { address } = await create(
      at,
      draft('Orders', {
        ...keyed(
          { label: 'ERP', key: keyOf('erp') },
          { label: 'Shop', key: keyOf('shop') },
          { label: 'Idle' },
        ),
        queryParameters: [{ name: 'wanted', required: true }],
      }),
    );
    for (let call = 0; call < 3; call++) await send(`${address}?wanted=1`, keyOf('erp'));
    expect((await send(address, keyOf('shop'))).status).toBe(400);
    expect((await send(address, 'hk_a-wrong-key-altogether')).status).toBe(401);
    const counted = await until(
      () => callsOf(at.client),
      ({ ERP, Shop }) => ERP === 3 && Shop === 1,
    );
    expect(counted).toEqual({ ERP: 3, Shop: 1, Idle: 0 });
    const [erp, , idle] = await at.client.integrations.keys();
    expect(idle?.use).toEqual({ lastUsedAt: null, lastUsedFrom: null, days: [] });
    expect(erp?.use).toMatchObject({
      lastUsedFrom: '127.0.0.1',
      days: [{ day: new Date().toISOString().slice(0, 10), calls: 3 }],
    });
    expect(Math.abs(Date.parse(erp?.use.lastUsedAt ?? '') - Date.now())).toBeLessThan(60_000);

    // The last second is put on disk at the end.
    await send(`${address}?wanted=1`, keyOf('erp'));
    await at.stop();
    at = await startRuntime(folder, { drainMs: 100 });
    expect(await callsOf(at.client)).toEqual({ ERP: 4, Shop: 1, Idle: 0 });
  });
});
