// Where callers reach an installation when its settings change, and when they cannot be kept.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf } from '#shared/contract/failure.ts';
import { freePort, takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

/** Nothing can be kept while it acts: another process holds the configuration. */
async function whileLocked<T>(act: () => Promise<T>): Promise<T> {
  const other = new Database(join(folder, 'config.db'));
  other.exec('BEGIN IMMEDIATE');
  try {
    return await act();
  } finally {
    other.exec('ROLLBACK');
    other.close();
  }
}

const failed = (saved: Promise<unknown>) => saved.then(() => expect.unreachable(), failureOf);
const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/aaaaa/Orders`).then(
    ({ status }) => status === 404,
    () => false,
  );

test('a listener that was told its port is back there when settings cannot be kept', async () => {
  const [told, next] = [await freePort(), await freePort()];
  at = await startRuntime(folder, { http: { port: told } });
  const { client, errors } = at;
  const before = await client.host.settings();
  const http = { ...before.http, port: next };
  await whileLocked(async () => {
    const { code } = await failed(client.host.saveSettings({ ...before, http }));
    expect(code).toBe('storage_failed');
  });
  expect(await client.host.settings()).toEqual(before);
  expect(at.runtime.status().listeners).toMatchObject([{ port: told }]);
  expect([await answers(told), await answers(next)]).toEqual([true, false]);
  expect(errors.filter((line) => line.includes('put back'))).toEqual([]);

  // What is saved later and says nothing of the listener leaves it there.
  await client.host.saveSettings({ ...before, showKeysOnce: true });
  expect(at.runtime.status().listeners).toMatchObject([{ port: told }]);
});

test('a listener that cannot be put back is said in the log', async () => {
  const [told, next] = [await freePort(), await freePort()];
  at = await startRuntime(folder, { http: { port: told } });
  const { client, errors } = at;
  const before = await client.host.settings();
  await whileLocked(async () => {
    const saved = failed(client.host.saveSettings({ ...before, http: { ...before.http, port: next } }));
    await until(() => answers(next), Boolean);
    const taken = await takePort(told);
    await saved;
    await taken.close();
  });
  expect(errors.filter((line) => line.includes('put back'))).toEqual([
    expect.stringContaining(`Port ${told} of 127.0.0.1 is taken`),
  ]);
});

test('a change that fails for want of a certificate leaves nothing of itself', async () => {
  at = await startRuntime(folder);
  const { client, runtime } = at;
  const before = await client.host.settings();
  const { httpBaseUrl } = runtime.status();
  const publicBaseUrl = 'http://hooks.example.com';
  const https = { ...before.https, on: true, port: await freePort() };
  await whileLocked(() => failed(client.host.saveSettings({ ...before, publicBaseUrl, https })));
  expect(await client.host.settings()).toEqual(before);
  expect(runtime.status()).toMatchObject({ httpBaseUrl, httpsBaseUrl: null });
});
