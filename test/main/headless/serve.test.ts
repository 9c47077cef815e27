import { spawnSync } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundled } from '#test/support/bundled.ts';
import { startPeer } from '#test/support/peer.ts';
import { until } from '#test/support/runtime.ts';
import { freePort, takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, serveOn, startHookline } from './command-line.ts';

// The service as its users start it, in a process of its own.

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const run = (...args: string[]) => hookline(['--data', folder, ...args]);

async function json(...args: string[]) {
  const { status, out, err } = await run(...args, '--json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out);
}

async function writeInstallation(steps: string, trigger = ''): Promise<string> {
  const file = join(folder, 'installation.yaml');
  const open = `trigger: { authentication: { kind: none }${trigger} }`;
  await writeFile(
    file,
    `hookline: 1\nintegrations:\n  - { name: Orders, code: abcde, ${open}, workflow: [${steps}] }\n`,
  );
  return file;
}

/** A follower hears only of what comes after it began to listen. */
const callAgainAndAgain = (webhookUrl: string): NodeJS.Timeout =>
  setInterval(() => void fetch(`${webhookUrl}/abcde/Orders`).catch(() => undefined), 100);

test('a service says where it is, leaves its address for commands, and ends with 0 when told to', async () => {
  const service = await serveOn(folder);
  const { ready } = service;
  expect(ready).toEqual({
    event: 'ready',
    webhookUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    httpsUrl: null,
    adminUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    adminToken: (await readFile(join(folder, 'admin-token'), 'utf8')).trim(),
    pid: service.ready.pid,
  });
  const left = join(folder, 'service.json');
  const { webhookUrl, httpsUrl, adminUrl, pid } = ready;
  expect(JSON.parse(await readFile(left, 'utf8'))).toEqual({ pid, webhookUrl, httpsUrl, adminUrl });
  for (const secret of ['service.json', 'admin-token', 'data-key']) {
    expect((await stat(join(folder, secret))).mode & 0o777).toBe(0o600);
  }
  expect((await service.stop()).status).toBe(0);
  await expect(stat(left)).rejects.toThrow(/ENOENT/);
});

test('a lost data key is said on the console, and no other takes its place until somebody asks for it', async () => {
  await (await serveOn(folder)).stop();
  const file = join(folder, 'data-key');
  await rm(file);
  const service = await serveOn(folder);
  expect(await json('key')).toMatchObject({ isLost: true, why: `${file} is not there.` });
  const { status, err } = await service.stop();
  expect(status).toBe(0);
  const said = err.split('\n').filter((line) => line.startsWith('hookline: '));
  expect(said).toEqual([
    expect.stringContaining(`The data key is lost: ${file} is not there. Secrets cannot`),
  ]);
  expect(said[0]).toContain('`hookline key renew`');
  expect((await run('key')).out).toContain(`The data key is lost: ${file} is not there. Bring the data key`);
  await expect(stat(file)).rejects.toThrow(/ENOENT/);
  expect(await json('key', 'renew')).toEqual({ dropped: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await json('key')).toMatchObject({ isLost: false });
});

test('F20: a second service on the same folder ends with 73 and tells who holds it, and where the screens are', async () => {
  const service = await serveOn(folder);
  const second = await startHookline(['--data', folder, 'serve', '--port', '0', '--admin-port', '0']).ended;
  expect(second.status).toBe(73);
  const { pid, adminUrl, adminToken } = service.ready;
  expect(second.err).toContain(String(pid));
  expect(second.err).toContain(`Its screens: ${adminUrl}/#token=${adminToken}\n`);
  await service.stop();
});

test('F34: a taken port ends it with 75, for callers and for the screens', async () => {
  const taken = await takePort();
  const port = String(taken.port);
  for (const ports of [
    ['--port', port, '--admin-port', '0'],
    ['--port', '0', '--admin-port', port],
  ]) {
    const { status, err } = await startHookline(['--data', folder, 'serve', ...ports]).ended;
    expect(status).toBe(75);
    expect(err).toContain(port);
  }
  await taken.close();
});

const canDropRights = process.platform === 'linux' && process.getuid?.() === 0;

test.runIf(canDropRights)('F35: a port that this user may not open is named', async () => {
  const serve = [bundled('run-hookline'), '--data', folder, 'serve', '--port', '80'];
  const { status, stderr } = spawnSync(
    'setpriv',
    ['--bounding-set=-net_bind_service', process.execPath, ...serve],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining('Port 80 of 127.0.0.1 may not be opened') as string,
  ]);
});

test('a signal that comes when all has ended does not change how it ended', async () => {
  const late = `
    const { isMainThread } = process.getBuiltinModule('worker_threads');
    if (isMainThread) process.on('exit', () => process.kill(process.pid, 'SIGTERM'));`;
  const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(late)}` };
  const service = await serveOn(folder, [], environment);
  expect((await service.stop()).status).toBe(0);
});

test('a folder that cannot be made ends it with 74', async () => {
  const blocked = join(folder, 'file');
  await writeFile(blocked, '');
  const { status, err } = await startHookline(['--data', join(blocked, 'data'), 'serve']).ended;
  expect(status).toBe(74);
  expect(err).toMatch(/cannot be written/);
});

test('F29: a database of a newer version ends it with 76, and stays as it is', async () => {
  await (await serveOn(folder)).stop();
  const file = join(folder, 'queue.db');
  const db = new Database(file);
  db.pragma('user_version = 99');
  db.close();
  const before = await readFile(file);
  const { status, err } = await startHookline(['--data', folder, 'serve']).ended;
  expect([status, err]).toEqual([76, expect.stringContaining('newer') as string]);
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('a bad file: it does not start, and names all that is wrong with it', async () => {
  const file = await writeInstallation(
    '{ name: 1st, kind: delay, seconds: 1 }, { name: two, kind: transform, expression: "1 +" }',
  );
  const args = ['--data', folder, 'serve', '--json', '--apply', file];
  const { status, out, err } = await startHookline(args).ended;
  expect({ status, out }).toEqual({ status: 1, out: '' });
  const at = ['integrations', 0, 'workflow'];
  expect(JSON.parse(err)).toMatchObject({
    path: 'integrations[0].workflow[0].name',
    issues: [{ path: [...at, 0, 'name'] }, { path: [...at, 1, 'expression'] }],
  });
});

test('what was applied at a start is there after the next one', async () => {
  const file = await writeInstallation('');
  await (await serveOn(folder, ['--apply', file])).stop();
  const service = await serveOn(folder);
  const answer = await fetch(`${service.ready.webhookUrl}/abcde/Orders`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(202);
  await answer.body?.cancel();
  await service.stop();
});

test('the command line wins over a file that says where to listen, at each start alike', async () => {
  const [port, other] = [await freePort(), await freePort()];
  const file = join(folder, 'installation.yaml');
  await writeFile(file, `hookline: 1\nsettings: { http: { host: 0.0.0.0, port: ${other} } }\n`);
  const places = ['--host', '127.0.0.1', '--port', String(port), '--admin-port', '0'];
  for (let start = 0; start < 2; start++) {
    const { child, ended, firstLine } = startHookline([
      ...['--data', folder, 'serve', '--json', ...places],
      ...['--apply', file],
    ]);
    expect(JSON.parse(await firstLine())).toMatchObject({ webhookUrl: `http://127.0.0.1:${port}` });
    expect(await json('settings', 'get', 'http.port')).toBe(other);
    await expect(fetch(`http://127.0.0.1:${other}/`)).rejects.toThrow('fetch failed');
    child.kill('SIGTERM');
    expect((await ended).status).toBe(0);
  }
});

test('a running call is finished before the service ends', async () => {
  const released = Promise.withResolvers<object>();
  const peer = await startPeer(() => released.promise);
  const file = await writeInstallation(`{ name: ask, kind: httpRequest, url: '${peer.url}' }`);
  const service = await serveOn(folder, ['--apply', file]);
  const { webhookUrl } = service.ready;
  const answer = await fetch(`${webhookUrl}/abcde/Orders`, { method: 'POST', body: '{}' });
  const { callId } = (await answer.json()) as { callId: string };
  await until(
    () => peer.received.length,
    (count) => count === 1,
  );
  const stopped = service.stop();
  await until(
    () =>
      fetch(`${webhookUrl}/zzzzz/Nothing`).then(
        ({ status }) => status !== 404,
        () => true,
      ),
    (isEnding) => isEnding,
  );
  released.resolve({});
  expect((await stopped).status).toBe(0);
  await peer.close();
  expect(await json('calls', 'show', callId)).toMatchObject({ state: 'succeeded', attempt: 1 });
});

test('F21: the word of a killed service is not believed', async () => {
  const service = await serveOn(folder);
  service.kill();
  await service.ended;
  expect(await json('calls', 'list')).toEqual([]);
});

test('commands ask the running service', async () => {
  const file = await writeInstallation(
    '{ name: answer, kind: respond, status: 418, body: tea }',
    ', requestResponse: true',
  );
  const service = await serveOn(folder);
  expect((await json('apply', file)).changes).toMatchObject([{ action: 'create', name: 'Orders' }]);
  const body = join(folder, 'body.json');
  await writeFile(body, '{"id":42}');

  const call = await run('call', 'Orders', '--query', 'a=1&2', '--query', 'b=x', '--body', body, '--json');
  expect(call).toMatchObject({ status: 1, err: '' });
  const { callId, status } = JSON.parse(call.out);
  expect(status).toBe(418);

  const shown = await json('calls', 'show', callId);
  expect(shown).toMatchObject({
    id: callId,
    state: 'succeeded',
    request: { method: 'POST', query: { a: '1&2', b: 'x' }, body: { encoding: 'text', data: '{"id":42}' } },
    response: { status: 418 },
    steps: [{ name: 'answer', state: 'succeeded' }],
  });
  await (await fetch(`${service.ready.webhookUrl}/zzzzz/Nothing?x=1`)).body?.cancel();
  const listed = await until(
    () => json('calls', 'list'),
    (calls) => calls.length === 2,
  );
  expect(listed).toMatchObject([
    { state: 'refused', path: '/zzzzz/Nothing', integration: null, problem: { code: 'endpoint_not_found' } },
    { state: 'succeeded', path: '/abcde/Orders', integration: 'Orders', lane: 'abcde/Orders' },
  ]);
  expect(await json('calls', 'list', '--state', 'refused', 'failed', '--limit', '5')).toHaveLength(1);
  expect(await json('calls', 'list', '--integration', 'abcde/Orders', '--method', 'post')).toHaveLength(1);
  await service.stop();
});

test('a list of more than a page comes whole, newest first', async () => {
  const file = await writeInstallation('', ', requestResponse: true');
  const service = await serveOn(folder, ['--apply', file]);
  for (let sent = 0; sent < 24; sent++) {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const answer = await fetch(`${service.ready.webhookUrl}/abcde/Orders`, { method: 'POST', body: 'x' });
        expect(answer.status).toBe(200);
        await answer.arrayBuffer();
      }),
    );
  }
  const calls: { sequence: number }[] = await json('calls', 'list', '--limit', '5000');
  expect(calls).toHaveLength(1200);
  expect(calls.map(({ sequence }) => sequence)).toEqual(calls.map((_, at) => 1200 - at));
  expect(await json('calls', 'list', '--limit', '1100')).toHaveLength(1100);
  await service.stop();
});

test('a reader who has enough ends a list quietly', async () => {
  const file = await writeInstallation('', ', requestResponse: true');
  const service = await serveOn(folder, ['--apply', file]);
  await (
    await fetch(`${service.ready.webhookUrl}/abcde/Orders`, { method: 'POST', body: 'x' })
  ).arrayBuffer();
  const { child, ended } = startHookline(['--data', folder, 'calls', 'list']);
  child.stdout.destroy();
  expect(await ended).toMatchObject({ status: 0, err: '' });
  await service.stop();
});

test('a followed log has a JSON line for each change, until it is interrupted', async () => {
  const file = await writeInstallation('');
  const service = await serveOn(folder, ['--apply', file]);
  const { child, ended, firstLine } = startHookline(['--data', folder, 'calls', 'follow', '--json']);
  const line = firstLine();
  const sending = callAgainAndAgain(service.ready.webhookUrl);
  expect(JSON.parse(await line)).toMatchObject({ integration: 'Orders', method: 'GET' });
  clearInterval(sending);
  child.kill('SIGINT');
  const { status, out } = await ended;
  expect(status).toBe(0);
  for (const one of out.trimEnd().split('\n')) expect(JSON.parse(one).path).toBe('/abcde/Orders');
  await service.stop();
});

test('a followed log ends with a failure when the service goes away', async () => {
  const file = await writeInstallation('');
  const service = await serveOn(folder, ['--apply', file]);
  const { ended, firstLine } = startHookline(['--data', folder, 'calls', 'follow']);
  const sending = callAgainAndAgain(service.ready.webhookUrl);
  await firstLine();
  clearInterval(sending);
  service.kill();
  const { status, err } = await ended;
  expect(status).toBe(1);
  expect(err).toBe('hookline: The service went away.\n');
});
