// The data key over the life of an installation: real runtimes, real calls with real keys.
import { randomBytes } from 'node:crypto';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OuterKey } from '#main/host.ts';
import { findOuterKeys } from '#main/secrets/outer-key.ts';
import { createSecretBox } from '#main/secrets/secret-box.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const outer = (value: number, kind: OuterKey['kind'] = 'folder'): OuterKey => ({
  kind,
  place: `/keys/${kind}`,
  key: Buffer.alloc(32, value),
});

const start = (outerKeys: readonly OuterKey[]): Promise<TestRuntime> =>
  startRuntime(folder, {}, { outerKeys });
const startOnFiles = async () => start(await findOuterKeys(folder, {}));

/** A trigger with one key and one that is open; gives how each answers. */
async function install(at: TestRuntime) {
  const guarded = await create(
    at,
    draft('Guarded', { authentication: { kind: 'apiKeys', keys: [{ label: 'ERP' }] } }),
  );
  const open = await create(at, draft('Open'));
  const key = guarded.madeKeys[0]?.key ?? '';
  const paths = [guarded, open].map(({ address }) => new URL(address).pathname);
  return {
    key,
    guarded: guarded.integration,
    async statuses(from: TestRuntime) {
      const answers = paths.map(async (path) => {
        const answer = await fetch(from.url + path, { method: 'POST', headers: { 'x-api-key': key } });
        await answer.arrayBuffer();
        return answer.status;
      });
      return Promise.all(answers);
    },
  };
}

test('a restart opens the key again, and what is kept of a key holds neither the key nor the data key', async () => {
  const first = await start([outer(1)]);
  const { key, statuses } = await install(first);
  expect(await statuses(first)).toEqual([202, 202]);
  await first.stop();
  const second = await start([outer(1)]);
  expect(await statuses(second)).toEqual([202, 202]);
  expect(second.errors).toEqual([]);
  await second.stop();
  const { sealed, wrapped } = readSealed();
  expect(sealed.includes(Buffer.from(key))).toBe(false);
  expect(wrapped.byteLength).toBeGreaterThan(32);
});

const configFile = () => join(folder, 'config.db');

function readSealed(): { readonly sealed: Buffer; readonly wrapped: Buffer; readonly id: Buffer } {
  const db = new Database(configFile(), { readonly: true });
  try {
    return db.prepare('SELECT sealed, wrapped, data_key.id FROM secrets, data_key').get() as never;
  } finally {
    db.close();
  }
}

describe('a rotation', () => {
  test('seals everything anew while calls come in, and makes a new key file', async () => {
    const at = await startOnFiles();
    const { key, guarded, statuses } = await install(at);
    const [before, fileBefore] = [readSealed(), (await findOuterKeys(folder, {}))[0]?.key];
    const calls = Array.from({ length: 20 }, () => statuses(at));
    expect(await at.client.dataKey.rotate()).toEqual({ resealed: 1 });
    expect(new Set((await Promise.all(calls)).flat())).toEqual(new Set([202]));
    expect(await statuses(at)).toEqual([202, 202]);
    const [keyId] = await at.client.integrations.keys();
    expect(await at.client.integrations.revealKey({ id: keyId?.id ?? '' })).toEqual({ key });
    // Test calls carry a key of this life, whose digest is another one now.
    expect(await at.client.integrations.test({ id: guarded.id })).toMatchObject({ status: 202 });
    const after = readSealed();
    expect(after.sealed.equals(before.sealed)).toBe(false);
    expect(after.id.equals(before.id)).toBe(false);
    await at.stop();
    const files = await findOuterKeys(folder, {});
    expect(files).toHaveLength(1);
    expect(files[0]?.key).not.toEqual(fileBefore);
    const again = await startOnFiles();
    expect(await statuses(again)).toEqual([202, 202]);
    await again.stop();
  });

  test('beside saves of keys loses none of them', async () => {
    const at = await startOnFiles();
    const saves = Array.from({ length: 30 }, async (_, at_) => {
      const saved = await create(
        at,
        draft(`Saved${at_}`, { authentication: { kind: 'apiKeys', keys: [{ label: 'ERP' }] } }),
      ).catch(() => null);
      return saved === null ? [] : [{ address: saved.address, key: saved.madeKeys[0]?.key ?? '' }];
    });
    const rotations = [at.client.dataKey.rotate(), at.client.dataKey.rotate()];
    const kept = (await Promise.all(saves)).flat();
    await Promise.all(rotations);
    expect(kept.length).toBeGreaterThan(0);
    for (const { address, key } of kept) {
      const answer = await fetch(address, { method: 'POST', headers: { 'x-api-key': key } });
      expect(answer.status).toBe(202);
    }
    await at.stop();
  });
});

test('a key that was shown once outlives a rotation, though its value is kept nowhere', async () => {
  const at = await startOnFiles();
  await at.client.host.saveSettings({ ...(await at.client.host.settings()), showKeysOnce: true });
  const { statuses } = await install(at);
  expect(await at.client.dataKey.rotate()).toEqual({ resealed: 0 });
  expect(await statuses(at)).toEqual([202, 202]);
  await at.stop();
  const again = await startOnFiles();
  expect(await statuses(again)).toEqual([202, 202]);
  await again.stop();
});

describe('a lost key', () => {
  test('stops the triggers that need it and nothing else, and brings all back when it comes back', async () => {
    const first = await start([outer(1)]);
    const { key, guarded, statuses } = await install(first);
    await first.stop();

    const lost = await start([outer(2)]);
    expect(await statuses(lost)).toEqual([503, 202]);
    expect(lost.runtime.status().alarms).toMatchObject([{ code: 'data_key_lost' }]);
    expect(await lost.client.dataKey.status()).toMatchObject({ isLost: true });
    // It is written just after its answer.
    const { calls } = await until(
      () => lost.client.calls.list({ state: ['refused'] }),
      (page) => page.calls.length === 1,
    );
    expect(calls).toMatchObject([{ integration: 'Guarded', problem: { code: 'secrets_unreadable' } }]);
    expect(await lost.client.integrations.get({ id: guarded.id })).toEqual(guarded);
    const withKey = draft('New', { authentication: { kind: 'apiKeys', keys: [{ label: 'A' }] } });
    await expect(create(lost, withKey)).rejects.toMatchObject({ code: 'data_key_lost' });
    await expect(lost.client.dataKey.rotate()).rejects.toMatchObject({ code: 'data_key_lost' });
    await lost.client.host.saveSettings({ ...(await lost.client.host.settings()), showKeysOnce: true });
    await expect(create(lost, withKey)).rejects.toMatchObject({ code: 'data_key_lost' });
    await create(lost, draft('New'));
    await lost.stop();

    const back = await start([outer(1)]);
    expect(await statuses(back)).toEqual([202, 202]);
    const [place] = await back.client.integrations.keys();
    expect(await back.client.integrations.revealKey({ id: place?.id ?? '' })).toEqual({ key });
    await expect(back.client.dataKey.renew()).rejects.toMatchObject({ code: 'data_key_present' });
    await back.stop();
  });

  test('whose file is gone is said, and no other file takes its place until somebody begins anew', async () => {
    const first = await startOnFiles();
    const { statuses } = await install(first);
    await first.stop();
    const [file, elsewhere] = [join(folder, 'data-key'), join(folder, 'kept')];
    await rename(file, elsewhere);

    const lost = await startOnFiles();
    expect(await statuses(lost)).toEqual([503, 202]);
    const why = `${file} is not there.`;
    expect(await lost.client.dataKey.status()).toMatchObject({ isLost: true, why });
    expect(lost.runtime.status().alarms[0]?.text).toContain(`The data key is lost: ${why}`);
    await lost.stop();
    await expect(stat(file)).rejects.toThrow(/ENOENT/);

    await rename(elsewhere, file);
    const back = await startOnFiles();
    expect(await statuses(back)).toEqual([202, 202]);
    expect(await back.client.dataKey.status()).toMatchObject({ isLost: false, why: null });
    await back.stop();

    await rename(file, elsewhere);
    const anew = await startOnFiles();
    expect(await anew.client.dataKey.renew()).toEqual({ dropped: 1 });
    await anew.stop();
    const after = await startOnFiles();
    expect(await after.client.dataKey.status()).toMatchObject({ isLost: false });
    await after.stop();
  });

  test('can be replaced by a new one, under which keys are entered again', async () => {
    const first = await start([outer(1)]);
    const { key, guarded, statuses } = await install(first);
    await first.stop();
    const at = await start([outer(2)]);
    expect(await at.client.dataKey.renew()).toEqual({ dropped: 1 });
    expect(at.runtime.status().alarms).toEqual([]);
    expect(await statuses(at)).toEqual([503, 202]);
    const { trigger, name, code, enabled } = guarded;
    await at.client.integrations.update({
      id: guarded.id,
      draft: {
        name,
        code,
        enabled,
        trigger: { ...trigger, authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key }] } },
      },
    });
    expect(await statuses(at)).toEqual([202, 202]);
    await at.stop();
    const again = await start([outer(2)]);
    expect(await statuses(again)).toEqual([202, 202]);
    await again.stop();
  });
});

describe('a lost key of a trigger with several kinds of authentication', () => {
  const password = 'password-of-erp';
  const keys = { kind: 'apiKeys' as const, keys: [], consumers: ['Shop'] };
  const users = { kind: 'basic' as const, users: [{ label: 'ERP', user: 'erp', password }] };
  const certificate = { kind: 'clientCertificate' as const };
  const byKey = { 'x-api-key': 'key-of-the-shop' };
  const byPassword = { authorization: `Basic ${Buffer.from(`erp:${password}`).toString('base64')}` };

  async function installWith(authentication: Parameters<typeof draft>[1] & object) {
    const at = await start([outer(1)]);
    await at.client.consumers.create({ draft: { label: 'Shop', key: 'key-of-the-shop' } });
    const { integration, address } = await create(at, draft('Several', authentication));
    await at.stop();
    const lost = await start([outer(2)]);
    const { pathname } = new URL(address);
    const send = async (headers: Record<string, string>) => {
      const answer = await fetch(lost.url + pathname, { method: 'POST', headers });
      await answer.arrayBuffer();
      return answer.status;
    };
    return { lost, integration, send };
  }

  test.each([
    ['any', { kind: 'any' as const, any: [keys, certificate] }],
    ['any, in another order', { kind: 'any' as const, any: [certificate, keys] }],
    ['all', { kind: 'all' as const, all: [keys, certificate] }],
  ])('makes it answer 503 to whom no other kind lets in: %s', async (_what, authentication) => {
    const { lost, send } = await installWith({ authentication });
    expect([await send(byKey), await send({})]).toEqual([503, 503]);
    // They are written just after the answers.
    const calls = await until(
      async () => (await lost.client.calls.list({ state: ['refused'] })).calls,
      ({ length }) => length === 2,
    );
    expect(calls.map(({ problem }) => problem?.code)).toEqual(['secrets_unreadable', 'secrets_unreadable']);
    await lost.stop();
  });

  test('leaves those in whom another kind still knows', async () => {
    const authentication = { kind: 'any' as const, any: [keys, users] };
    const { lost, integration, send } = await installWith({ authentication });
    await lost.client.dataKey.renew();
    const { id, version, ...rest } = integration;
    const again = { ...draft('Several', { authentication }), code: rest.code };
    await lost.client.integrations.update({ id, version, draft: again });
    expect([await send(byPassword), await send(byKey)]).toEqual([202, 503]);
    await lost.stop();
  });
});

test('a lost key stops tokens by the keys of the trigger, and not those by the keys at an address', async () => {
  const make = () => generateKeyPair('ES256', { extractable: true });
  const [own, published] = [await make(), await make()];
  const jwk = await exportJWK(published.publicKey);
  const issuer = await startPeer(() => ({ keys: [jwk] }));
  const at = await start([outer(1)]);
  const key = await exportSPKI(own.publicKey);
  const jwt = { kind: 'jwt' as const, algorithms: ['ES256' as const], jwks: issuer.url };
  const authentication = { ...jwt, keys: [{ label: 'Own', key }] };
  const { address } = await create(at, draft('Tokens', { authentication }));
  await at.stop();

  const lost = await start([outer(2)]);
  const statusBy = async ({ privateKey }: typeof own) => {
    const signer = new SignJWT({ sub: 'erp' }).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h');
    const headers = { authorization: `Bearer ${await signer.sign(privateKey)}` };
    const answer = await fetch(lost.url + new URL(address).pathname, { method: 'POST', headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  expect([await statusBy(published), await statusBy(own)]).toEqual([202, 503]);
  await lost.stop();
  await issuer.close();
});

test('certificates are sealed anew too, and HTTPS comes up without the key as well', async () => {
  const on = (outerKeys: readonly OuterKey[]) =>
    startRuntime(folder, { https: { host: '127.0.0.1', port: 0 } }, { outerKeys });
  const first = await on([outer(1)]);
  const authority = await first.client.certificates.authority();
  expect(await first.client.dataKey.rotate()).toEqual({ resealed: 2 });
  await first.stop();
  const second = await on([outer(1)]);
  expect(await second.client.certificates.authority()).toEqual(authority);
  await second.stop();
  const lost = await on([outer(2)]);
  expect(lost.runtime.status().listeners).toMatchObject([{ kind: 'http' }, { kind: 'https', up: true }]);
  await lost.stop();
  const back = await on([outer(1)]);
  expect(await back.client.certificates.authority()).toEqual(authority);
  await back.stop();
});

test('a better place for the key is taken up at the next start, and the old one opens nothing then', async () => {
  const first = await start([outer(1)]);
  const { statuses } = await install(first);
  await first.stop();
  const moved = await start([outer(2, 'credential'), outer(1)]);
  expect(await statuses(moved)).toEqual([202, 202]);
  expect(await moved.client.dataKey.status()).toMatchObject({ kind: 'credential', isLost: false });
  await moved.stop();
  const only = await start([outer(2, 'credential')]);
  expect(await statuses(only)).toEqual([202, 202]);
  await only.stop();
  const old = await start([outer(1)]);
  expect(await statuses(old)).toEqual([503, 202]);
  await old.stop();
});

test('what an earlier version sealed under the key file itself is sealed anew at the first start', async () => {
  const first = await start([outer(1)]);
  const { key, statuses } = await install(first);
  const [place] = await first.client.integrations.keys();
  await first.stop();
  const old = createSecretBox(outer(1).key);
  const db = new Database(configFile());
  db.exec('DELETE FROM data_key');
  db.prepare('UPDATE secrets SET digest = ?, sealed = ?').run(
    old.digest(key),
    old.seal(key, place?.id ?? '').subarray(8),
  );
  db.close();
  const again = await start([outer(1)]);
  expect(await statuses(again)).toEqual([202, 202]);
  expect(readSealed().sealed.subarray(0, 8).equals(readSealed().id)).toBe(true);
  await again.stop();
});

test('a sealed value opens under its own key and for its own owner alone', () => {
  const [one, other] = [createSecretBox(randomBytes(32)), createSecretBox(randomBytes(32))];
  const sealed = one.seal('hk_secret', 'a');
  expect(one.open(sealed, 'a')).toBe('hk_secret');
  expect(() => one.open(sealed, 'b')).toThrow(/authenticate/);
  expect(() => other.open(sealed, 'a')).toThrow(/authenticate|Invalid/);
});
