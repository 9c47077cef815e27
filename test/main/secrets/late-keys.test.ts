// A keychain whose question is answered after the start: real runtimes, real calls, a real handshake.
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OuterKey } from '#main/host.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
  at = await startWith([outer(1)]);
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

const outer = (value: number): OuterKey => ({
  kind: 'keychain',
  place: '/keys/keychain',
  key: Buffer.alloc(32, value),
});

const startWith = (
  outerKeys: readonly OuterKey[],
  laterKeys = () => new Promise<readonly OuterKey[]>(() => undefined),
) => startRuntime(folder, { https: { host: '127.0.0.1', port: 0 } }, { outerKeys, laterKeys });

/** A start with the keychain locked; gives what unlocks it. */
async function restartLocked(): Promise<() => void> {
  await at.stop();
  const late = Promise.withResolvers<readonly OuterKey[]>();
  at = await startWith([{ ...outer(2), isLocked: true, missing: 'It is locked.' }], () => late.promise);
  return () => late.resolve([outer(1)]);
}

async function statusWith(address: string, key: string): Promise<number> {
  const headers = { 'x-api-key': key };
  const answer = await fetch(at.url + new URL(address).pathname, { method: 'POST', headers });
  await answer.arrayBuffer();
  return answer.status;
}

const isOpen = () =>
  until(
    () => at.client.dataKey.status(),
    ({ isLost }) => !isLost,
  );

test.each([false, true])('lets keys in again without a restart (shown once: %s)', async (showKeysOnce) => {
  await at.client.host.saveSettings({ ...(await at.client.host.settings()), showKeysOnce });
  const authentication = { kind: 'apiKeys' as const, keys: [{ label: 'ERP' }] };
  const { address, madeKeys } = await create(at, draft('Guarded', { authentication }));
  const key = madeKeys[0]?.key ?? '';
  const unlock = await restartLocked();
  expect(await statusWith(address, key)).toBe(503);
  expect(at.runtime.status().alarms).toMatchObject([{ code: 'data_key_lost' }]);
  unlock();
  await isOpen();
  await until(
    () => statusWith(address, key),
    (status) => status === 202,
  );
  expect(await statusWith(address, 'another')).toBe(401);
  expect(at.runtime.status().alarms).toEqual([]);
});

test('lets calls go on that have waited for a secret', async () => {
  await at.client.environment.set({ name: 'ERP', secret: 'hunter-two' });
  const made = await create(at, draft('Needs', {}, { dataProcessing: '$length(env.ERP)' }));
  const unlock = await restartLocked();
  const url = at.url + new URL(made.address).pathname;
  const { callId } = await (await fetch(url, { method: 'POST' })).json();
  expect((await at.client.lanes.get({ integrationId: made.integration.id })).hold?.note).toContain('ERP');
  unlock();
  expect(await ended(at.client, callId)).toMatchObject({ state: 'succeeded', attempts: [{}] });
});

test('brings the certificates of HTTPS back', async () => {
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const port = Number(new URL(at.runtime.status().listeners[1]?.url ?? '').port);
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
        socket.destroy();
      }).once('error', reject);
    });
  const before = await shown();
  const unlock = await restartLocked();
  expect(await shown()).not.toBe(before);
  unlock();
  await until(shown, (now) => now === before);
});
