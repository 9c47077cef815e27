// API keys over their life: until when they work, and who used them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiKeyDraftInput } from '#shared/model/api-key.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { draftOf } from '#shared/model/integration.ts';
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
const keyed = (...keys: readonly ApiKeyDraftInput[]) => ({
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
    // It is written just after its answer.
    const { calls } = await until(
      () => at.client.calls.list({ state: ['refused'] }),
      (page) => page.calls.length === 1,
    );
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
    expect(await run('keys', 'add', 'Orders', 'Bad', '--expires', 'tomorrow')).toMatchObject({ status: 2 });
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

describe('a rotated key', () => {
  const fromKept = async (name: string, change: object) => {
    const kept = (await at.client.integrations.list()).find((one) => one.name === name)!;
    const rotated = draftOf(kept);
    const { authentication } = rotated.trigger;
    if (authentication.kind !== 'apiKeys') throw new Error('It has keys.');
    Object.assign(authentication.keys[0]!, change);
    return at.client.integrations.update({ id: kept.id, draft: rotated });
  };

  it('works by both values until the overlap ends, as the same consumer', async () => {
    const { address, integration } = await create(
      at,
      draft('Orders', {
        ...keyed({ label: 'ERP', key: keyOf('old') }),
        idempotency: { header: 'Idempotency-Key', hours: 1 },
      }),
    );
    const twice = (key: string) =>
      fetch(address, { method: 'POST', headers: { 'x-api-key': key, 'idempotency-key': 'order-7' } });
    const first = await twice(keyOf('old'));
    // About two seconds.
    const saved = await fromKept('Orders', { key: keyOf('new'), overlapDays: 2 / 86_400 });
    expect(saved.madeKeys).toEqual([]);
    const again = await twice(keyOf('new'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(((await again.json()) as { callId: string }).callId).toBe(
      ((await first.json()) as { callId: string }).callId,
    );
    await until(
      () => send(address, keyOf('old')),
      ({ status }) => status === 403,
    );
    expect((await send(address, keyOf('new'))).status).toBe(202);
    const [refused] = await until(
      async () => (await at.client.calls.list({ state: ['refused'], limit: 1 })).calls,
      ({ length }) => length === 1,
    );
    expect(refused?.problem).toMatchObject({
      code: 'key_expired',
      text: expect.stringMatching(/^The value before the rotation of the key labelled ERP expired/) as string,
    });
    const ids = (await at.client.integrations.keys()).map(({ id }) => id);
    const { authentication } = integration.trigger;
    expect(ids).toEqual(authentication.kind === 'apiKeys' && authentication.keys.map(({ id }) => id));
  });

  it('says of both values how they are used, and both are copied and survive a restart', async () => {
    const { address } = await create(at, draft('Orders', keyed({ label: 'ERP', key: keyOf('old') })));
    const { madeKeys } = await fromKept('Orders', { overlapDays: 7 });
    const made = madeKeys[0]?.key ?? '';
    expect(made).toMatch(/^hk_/);
    await at.stop();
    at = await startRuntime(folder, { drainMs: 100 });
    const path = new URL(address).pathname;
    for (const key of [keyOf('old'), keyOf('old'), made]) {
      expect((await send(at.url + path, key)).status).toBe(202);
    }
    const counted = await until(
      async () => (await at.client.integrations.keys())[0],
      (key) => key?.use.days[0]?.calls === 1 && key.previous?.use.days[0]?.calls === 2,
    );
    expect(counted?.previous?.hint).toBe('hk_the…');
    const { id, previous } = counted!;
    expect((await at.client.integrations.revealKey({ id })).key).toBe(made);
    expect((await at.client.integrations.revealKey({ id: previous!.id })).key).toBe(keyOf('old'));
    // A save that says nothing of it leaves it as it is.
    await fromKept('Orders', { label: 'ERP of the north' });
    expect((await send(at.url + path, keyOf('old'))).status).toBe(202);
  });

  it('ends the value before at once where no overlap is asked for', async () => {
    const { address } = await create(at, draft('Orders', keyed({ label: 'ERP', key: keyOf('old') })));
    await fromKept('Orders', { key: keyOf('new'), overlapDays: 0 });
    expect((await send(address, keyOf('old'))).status).toBe(401);
    expect((await send(address, keyOf('new'))).status).toBe(202);
  });

  it('leaves its old value to whichever key has that value now', async () => {
    const erp = { label: 'ERP', key: keyOf('old') };
    const { address, integration } = await create(at, draft('Orders', keyed(erp)));
    await fromKept('Orders', { key: keyOf('new'), overlapDays: 7 });
    const kept = draftOf(await at.client.integrations.get({ id: integration.id }));
    const { authentication } = kept.trigger;
    if (authentication.kind !== 'apiKeys') throw new Error('It has keys.');
    authentication.keys.unshift({ label: 'Shop', key: keyOf('old') });
    await at.client.integrations.update({ id: integration.id, draft: kept });
    expect((await send(address, keyOf('old'))).status).toBe(202);
    expect((await at.client.calls.list({ limit: 1 })).calls).toMatchObject([{ keyLabel: 'Shop' }]);
  });

  it('is rotated by a file with another value, and by the command line', async () => {
    const other = await newFolder();
    const run = (...args: string[]) => hookline(['--data', other, ...args]);
    const file = join(other, 'apply.json');
    const keys = (...of: object[]) =>
      draft('Orders', { authentication: { kind: 'apiKeys', keys: of as never } });
    const apply = async (...of: object[]) => {
      await writeFile(file, JSON.stringify({ hookline: 1, integrations: [keys(...of)] }));
      return run('apply', file);
    };
    await apply({ label: 'ERP', key: keyOf('old') });
    await apply({ label: 'ERP', key: keyOf('new'), overlapDays: 7 });
    const list = async () =>
      JSON.parse((await run('--json', 'keys', 'list')).out) as { hint: string; previous: object | null }[];
    expect(await list()).toMatchObject([{ previous: { hint: 'hk_the…' } }]);
    expect((await apply({ label: 'ERP', key: keyOf('new'), overlapDays: 7 })).out).not.toContain('update');
    const beside = await run('keys', 'rotate', 'Orders', 'ERP');
    expect(beside.err).toMatch(/The value before works too, until 20\d\d-/);
    const rotated = await run('keys', 'rotate', 'Orders', 'ERP', '--overlap-days', '0');
    expect(rotated.err).toBe('');
    expect(rotated.out).toMatch(/^hk_[A-Za-z0-9_-]{43}\n$/);
    expect(await list()).toMatchObject([{ hint: rotated.out.slice(0, 6) + '…', previous: null }]);
    await dropFolder(other);
  });
});

describe('the keys of a trigger with several kinds of authentication, on the command line', () => {
  const users = { kind: 'basic', users: [{ user: 'shop', password: 'password-of-the-shop' }] };
  const keys = { kind: 'apiKeys', keys: [{ label: 'ERP', key: keyOf('erp') }] };

  it('are added, rotated and removed as those of any other, and passwords are rotated too', async () => {
    const other = await newFolder();
    const run = (...args: string[]) => hookline(['--data', other, ...args]);
    const file = join(other, 'apply.json');
    const integrations = [
      { name: 'Any', trigger: { authentication: { any: [users, keys] } } },
      { name: 'Login', trigger: { authentication: users } },
      {
        name: 'Twice',
        trigger: { authentication: { all: [keys, { kind: 'apiKeys', keys: [{ label: 'Shop' }] }] } },
      },
    ];
    await writeFile(file, JSON.stringify({ hookline: 1, integrations }));
    expect(await run('apply', file)).toMatchObject({ status: 0 });
    const authentications = async () => {
      const { out } = await run('--json', 'export', '--with-secrets');
      const exported = InstallationFile.parse(JSON.parse(out)).integrations;
      return exported.map(({ trigger }) => trigger.authentication);
    };

    const added = (await run('keys', 'add', 'Any', 'Till')).out.trim();
    const rotated = (await run('keys', 'rotate', 'Any', 'ERP', '--overlap-days', '3')).out.trim();
    const password = (await run('keys', 'rotate', 'Any', 'shop')).out.trim();
    const alone = (await run('keys', 'rotate', 'Login', 'shop', '--overlap-days', '0')).out.trim();
    expect(password).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await authentications()).toMatchObject([
      {
        any: [
          { users: [{ label: 'shop', password }] },
          {
            keys: [
              { label: 'ERP', key: rotated, before: { key: keyOf('erp') } },
              { label: 'Till', key: added },
            ],
          },
        ],
      },
      { users: [{ label: 'shop', password: alone }] },
      {},
    ]);
    expect((await run('keys', 'remove', 'Any', 'Till')).status).toBe(0);
    expect((await authentications())[0]).toMatchObject({ any: [{}, { keys: [{ label: 'ERP' }] }] });

    for (const [args, said] of [
      [['rotate', 'Any', 'shop', '--overlap-days', '3'], 'A user has one password at a time'],
      [['rotate', 'Any', 'nobody'], 'Any has no key labelled nobody.'],
      [['add', 'Any', 'ERP'], 'Any has a key labelled ERP already.'],
      [['add', 'Login', 'Till'], 'Login takes no keys: its authentication is basic.'],
      [['add', 'Twice', 'Till'], 'Twice has 2 lists of keys'],
    ] as const) {
      const refused = await run('keys', ...args);
      expect([refused.status, refused.err]).toEqual([1, expect.stringContaining(said)]);
    }
    await dropFolder(other);
  });
});

describe('a rotated key in a file', () => {
  const both = () => at.client.installation.exportWithSecrets();
  const rotateAll = async () => {
    const { consumer } = await at.client.consumers.create({ draft: { label: 'Shop', key: keyOf('shop') } });
    const { id } = consumer;
    await at.client.consumers.update({
      id,
      draft: { id, label: 'Shop', key: keyOf('shop-2'), overlapDays: 7 },
    });
    const { integration } = await create(
      at,
      draft('Orders', {
        authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key: keyOf('erp') }], consumers: ['Shop'] },
      }),
    );
    const rotated = draftOf(integration);
    if (rotated.trigger.authentication.kind !== 'apiKeys') throw new Error('It has keys.');
    Object.assign(rotated.trigger.authentication.keys[0]!, { key: keyOf('erp-2'), overlapDays: 3 });
    await at.client.integrations.update({ id: integration.id, draft: rotated });
    return `/${integration.code}/Orders`;
  };

  it('comes to another installation with the value before and the end of that', async () => {
    const path = await rotateAll();
    const file = await both();
    expect(JSON.stringify(await at.client.installation.export())).not.toContain('before');
    const again = await at.client.installation.apply({ file, dryRun: true });
    expect([...again.consumers, ...again.changes].map(({ action }) => action)).toEqual(['keep', 'keep']);
    const [here] = await at.client.integrations.keys();

    const folderOfOther = await newFolder();
    const other = await startRuntime(folderOfOther);
    await other.client.installation.apply({ file });
    expect(await other.client.installation.exportWithSecrets()).toEqual(file);
    const statuses = ['erp', 'erp-2', 'shop', 'shop-2', 'nobody'].map(
      async (name) => (await send(other.url + path, keyOf(name))).status,
    );
    expect(await Promise.all(statuses)).toEqual([202, 202, 202, 202, 401]);
    const { hint, until } = here!.previous!;
    expect(await other.client.integrations.keys()).toMatchObject([{ previous: { hint, until } }]);
    await other.stop();
    await dropFolder(folderOfOther);
  });

  it('has the end that the file gives to the value before, which ends at once where that is over', async () => {
    const path = await rotateAll();
    const file = await both();
    const keys = (before: object) => [{ label: 'ERP', key: keyOf('erp-2'), before }] as never;
    const apply = (before: object) => {
      file.integrations[0]!.trigger.authentication = { kind: 'apiKeys', consumers: [], keys: keys(before) };
      return at.client.installation.apply({ file });
    };
    const until = inDays(1);
    await apply({ key: keyOf('erp'), until });
    expect(await at.client.integrations.keys()).toMatchObject([{ previous: { until } }]);
    await apply({ key: keyOf('older'), until });
    const send3 = () =>
      Promise.all(['older', 'erp', 'erp-2'].map((name) => send(at.url + path, keyOf(name))));
    expect((await send3()).map(({ status }) => status)).toEqual([202, 401, 202]);
    await apply({ key: keyOf('older'), until: inDays(-1) });
    expect((await send3()).map(({ status }) => status)).toEqual([401, 401, 202]);
    expect((await apply({ key: keyOf('older'), until: inDays(-1) })).changes).toMatchObject([
      { action: 'keep' },
    ]);
  });

  it('cannot be rotated by the file that says what was before', async () => {
    const before = { key: keyOf('erp'), until: inDays(1) };
    const key = { label: 'ERP', key: keyOf('new'), before, overlapDays: 7 };
    await expect(create(at, draft('Orders', keyed(key)))).rejects.toMatchObject({
      code: 'input_invalid',
      data: { path: 'trigger.authentication.keys[0].before' },
    });
  });
});

describe('keys that are shown once', () => {
  it('are not kept, and work all the same, also as copies in other triggers', async () => {
    await at.client.host.saveSettings({ ...(await at.client.host.settings()), showKeysOnce: true });
    const { address } = await create(at, draft('Orders', keyed({ label: 'ERP', key: keyOf('erp') })));
    const [key] = await at.client.integrations.keys();
    expect(key?.isShownOnce).toBe(true);
    await expect(at.client.integrations.revealKey({ id: key!.id })).rejects.toMatchObject({
      code: 'key_shown_once',
    });
    expect(JSON.stringify(await at.client.installation.exportWithSecrets())).not.toContain(keyOf('erp'));
    const copied = { kind: 'apiKeys' as const, keys: [{ label: 'ERP', copyOf: key!.id }] };
    const other = await create(at, draft('Prices', { authentication: copied }));
    for (const to of [address, other.address]) expect((await send(to, keyOf('erp'))).status).toBe(202);
    const kept = await at.client.integrations.get({ id: key!.integrationId });
    await at.client.integrations.update({ id: kept.id, draft: { ...draftOf(kept), enabled: true } });
    expect((await send(address, keyOf('erp'))).status).toBe(202);
  });
});
