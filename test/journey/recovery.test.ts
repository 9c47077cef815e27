// Damage, and the way out of it: callers get 503, the screens and the command line say what can be done, and after
// a decision the same process takes calls again.
import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Settings } from '#shared/model/setting.ts';
import { freePort, takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder, testHost } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';
import { hookline, makeInstallation, serveOn } from '../main/headless/command-line.ts';

let folder: string;
let at: TestRuntime | null = null;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => {
  await at?.stop();
  at = null;
  await dropFolder(folder);
});

const start = async () => (at = await startRuntime(folder, { drainMs: 100 }));
const stop = async () => {
  await at?.stop();
  at = null;
};
const run = (...args: string[]) => hookline(['--data', folder, ...args]);
const key = 'hk_a-key-of-twenty-four-characters';
const trigger = { authentication: { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key }] } };

async function damagedAfterBackup(): Promise<{ path: string; ids: string[] }> {
  const first = await start();
  const { integration, address } = await create(first, draft('Orders', trigger));
  const send = async () => {
    const answer = await fetch(address, { method: 'POST', headers: { 'x-api-key': key }, body: 'x' });
    return ((await answer.json()) as { callId: string }).callId;
  };
  const ids = [await send(), await send()];
  for (const id of ids) await ended(first.client, id);
  expect(await first.client.host.backup({ file: join(folder, 'backups', 'one.backup') })).toMatchObject({
    calls: 2,
  });
  await stop();
  await truncate(join(folder, 'queue.db'), 0);
  return { path: `/${integration.code}/Orders`, ids };
}

it('callers get 503 until somebody decides, and then the same process takes calls', async () => {
  const { path, ids } = await damagedAfterBackup();
  const damaged = await start();
  const call = () =>
    fetch(`${damaged.runtime.status().listeners[0]!.url}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': key },
    });
  const refused = await call();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
  expect(await refused.json()).toMatchObject({ type: 'urn:hookline:problem:in_recovery' });

  expect((await damaged.client.host.status()).recovery).toEqual({
    problem: { code: 'database_damaged', text: 'queue.db is empty.' },
    choices: [
      {
        kind: 'empty',
        text: 'Begin with an empty queue.db.',
        loses: 'All calls: those that wait will not run, and the log begins anew.',
        file: null,
        calls: 0,
      },
    ],
  });
  await expect(damaged.client.integrations.list()).rejects.toMatchObject({ code: 'in_recovery' });
  await expect(damaged.client.host.recover({ choice: 'continue' })).rejects.toMatchObject({
    code: 'input_invalid',
  });
  await expect(
    damaged.client.host.recover({ choice: 'restore', file: join(folder, 'data-key') }),
  ).rejects.toMatchObject({ code: 'backup_unreadable' });

  const restored = await damaged.client.host.recover({
    choice: 'restore',
    file: join(folder, 'backups', 'one.backup'),
  });
  expect(restored).toMatchObject({ calls: 2, setAside: expect.stringContaining('damaged-') as string });
  expect((await damaged.client.host.status()).recovery).toBeNull();
  expect((await damaged.client.calls.list({})).calls.map(({ id }) => id)).toEqual(ids.toReversed());
  const answer = await call();
  expect(answer.status).toBe(202);
  await ended(damaged.client, ((await answer.json()) as { callId: string }).callId);
  await expect(damaged.client.host.recover({ choice: 'empty' })).rejects.toMatchObject({
    code: 'not_in_recovery',
  });
});

it('the command line says what can be done, and does it on a stopped installation', async () => {
  await damagedAfterBackup();
  expect(await run('integrations')).toMatchObject({
    status: 1,
    err: expect.stringContaining('queue.db is empty. See `hookline recover`.') as string,
  });
  const told = await run('recover');
  expect(told.out).toContain('kept elsewhere: hookline recover --restore <file>');
  expect(told.out).toContain('queue.db is empty.\nNo calls are taken until one of these is chosen');
  expect(told.out).toContain('hookline recover --empty');
  expect((await run('recover', '--empty', '--salvage')).status).toBe(2);
  const done = await run('recover', '--restore', join(folder, 'backups', 'one.backup'));
  expect(done).toMatchObject({ status: 0, err: '' });
  expect(done.out).toMatch(/^The installation has 2 calls now\. What was there is in .*damaged-/);
  expect(await run('recover')).toMatchObject({ status: 0, out: 'There is nothing to recover.\n' });
});

it('a restore is done though a port of its settings is taken, and that is said beside it', async () => {
  const port = await freePort();
  const https = { on: true, port, host: '127.0.0.1' };
  const first = await start();
  await first.client.host.saveSettings(Settings.parse({ https }));
  await stop();
  await damagedAfterBackup();
  const taken = await takePort(port);
  const service = await serveOn(folder);
  try {
    const { status, out, err } = await run('recover', '--restore', join(folder, 'backups', 'one.backup'));
    expect([status, out]).toEqual([0, expect.stringMatching(/^The installation has 2 calls now\./)]);
    expect(err).toContain(`callers are not served as its settings say: Port ${port} of 127.0.0.1 is taken.`);
    expect((await fetch(`${service.ready.webhookUrl}/nobody/Nothing`)).status).toBe(404);
  } finally {
    await service.stop();
    await taken.close();
  }
});

it('a call that waited in a backup runs after the restore, on another machine too', async () => {
  const first = await start();
  const workflow = [{ name: 'wait', kind: 'delay' as const, seconds: 30 }];
  await create(first, draft('Slow', { orderedDelivery: true }, { workflow }));
  const slow = (await first.client.integrations.list())[0]!;
  const sent = async () => {
    const answer = await fetch(`${first.url}/${slow.code}/Slow`, { method: 'POST' });
    return ((await answer.json()) as { callId: string }).callId;
  };
  await sent();
  const waiting = await sent();
  await first.client.integrations.update({ id: slow.id, draft: draft('Slow', { orderedDelivery: true }) });
  const last = await sent();
  expect(await run('backup', join(folder, 'backups', 'two.backup'))).toMatchObject({ status: 1 });
  await first.client.host.backup({ file: join(folder, 'backups', 'two.backup') });
  await stop();

  const other = await newFolder();
  await writeFile(join(other, 'data-key'), testHost(folder).outerKeys[0]!.key);
  const moved = await hookline([
    '--data',
    other,
    'recover',
    '--restore',
    join(folder, 'backups', 'two.backup'),
  ]);
  expect(moved).toMatchObject({ status: 0, err: '' });
  const second = await startRuntime(other, { drainMs: 100 });
  try {
    expect((await second.client.calls.list({})).calls).toHaveLength(3);
    await until(
      () => second.client.lanes.list(),
      ([lane]) => lane?.running === 1 && lane.waiting === 2,
    );
    expect((await second.client.calls.get({ id: waiting })).state).toBe('waiting');
    expect((await second.client.calls.get({ id: last })).state).toBe('waiting');
  } finally {
    await second.stop();
    await dropFolder(other);
  }
});

it('F33: a caller that sends its call again after a restore is answered as before, and nothing runs twice', async () => {
  const first = await start();
  const { integration, address } = await create(first, draft('Orders', { idempotency: {} }));
  const send = async (url: string, idempotencyKey: string) => {
    const headers = { 'idempotency-key': idempotencyKey };
    const answer = await fetch(url, { method: 'POST', headers, body: 'x' });
    const { callId: id } = (await answer.json()) as { callId: string };
    return { id, isRepeat: answer.headers.get('idempotency-replayed') === 'true' };
  };
  const { id } = await send(address, 'before');
  await ended(first.client, id);
  const backup = join(folder, 'backups', 'keys.backup');
  await first.client.host.backup({ file: backup });
  await send(address, 'after');
  await stop();

  expect(await run('recover', '--restore', backup)).toMatchObject({ status: 0, err: '' });
  const second = await start();
  const url = `${second.url}/${integration.code}/Orders`;
  expect(await send(url, 'before')).toEqual({ id, isRepeat: true });
  // What came after the backup is not known any more.
  const again = await send(url, 'after');
  expect(again.isRepeat).toBe(false);
  expect((await second.client.calls.list({})).calls.map((call) => call.id)).toEqual([again.id, id]);
});

it('a restore says when the data key here does not open the secrets that came back', async () => {
  const backup = join(folder, 'backups', 'before.backup');
  await makeInstallation(folder);
  await run('consumers', 'add', 'Partner');
  expect(await run('backup', backup)).toMatchObject({ status: 0 });
  const rotated = await run('key', 'rotate');
  expect(rotated.out).toContain('need the key as it was: make a new backup now.');
  const restored = await run('recover', '--restore', backup);
  expect(restored).toMatchObject({ status: 0, err: '' });
  expect(restored.out).toMatch(
    /Its secrets cannot be read: \S+data-key does not open it\. Put the data key of/,
  );
});

it('a backup that is not there is said not to be there', async () => {
  const missing = join(folder, 'missing.backup');
  const { status, err } = await run('recover', '--restore', missing);
  expect(status).toBe(1);
  expect(err).toContain(`There is no file ${missing}.`);
});

it('the configuration is copied after it changed, and the copies are few', async () => {
  const first = await start();
  const changes = 20;
  for (let change = 0; change < changes; change++) await create(first, draft(`Orders${change}`));
  const copies = await until(
    () => readdir(join(folder, 'backups')).catch(() => []),
    (names) => names.length > 0,
  );
  // One is made for all that changed within two seconds.
  expect(copies.length).toBeLessThan(changes / 2);
});
