import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, makeInstallation, serveOn } from './command-line.ts';

// The settings from the command line and from a file.

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await newFolder();
  file = join(folder, 'installation.yaml');
  await makeInstallation(folder);
});
afterEach(() => dropFolder(folder));

const run = (...args: string[]) => hookline(['--data', folder, ...args]);
const apply = async (settings: string, ...options: string[]) => {
  await writeFile(file, `hookline: 1\nsettings: ${settings}\n`);
  return run('apply', file, ...options);
};
async function json(...args: string[]) {
  const { status, out, err } = await run(...args, '--json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out);
}

test('settings are shown, all, a group or one', async () => {
  const all = await run('settings');
  expect(all.out).toMatch(/^NAME +VALUE\nhttp\.on +true\nhttp\.host +127\.0\.0\.1\nhttp\.port +8080\n/);
  expect((await run('settings', 'get', 'limits.waitingCallers')).out).toBe('1000\n');
  expect((await run('settings', 'get', 'disk')).out).toBe(
    'NAME               VALUE\ndisk.stopBytes     null\ndisk.reserveBytes  null\n',
  );
  expect(await json('settings')).toMatchObject({ http: { on: true, port: 8080 }, hiddenHeaders: [] });
  expect(await json('settings', 'get', 'http.port')).toBe(8080);
  const { status, err } = await run('settings', 'get', 'http.colour');
  expect({ status, err }).toEqual({
    status: 1,
    err: 'hookline: There is no setting http.colour; `hookline settings` names all.\n',
  });
});

test('several are set at once, each in the way of its kind, and what changed is told', async () => {
  const set = await run(
    ...['settings', 'set', 'limits.waitingCallers=2000', 'network.deny=10.0.0.0/8,192.0.2.1'],
    ...['publicBaseUrl=https://hooks.example.com', 'showKeysOnce=true', 'retention.days=null'],
  );
  expect(set).toEqual({
    status: 0,
    err: '',
    out: `publicBaseUrl: null -> https://hooks.example.com
network.deny: (none) -> 10.0.0.0/8,192.0.2.1
limits.waitingCallers: 1000 -> 2000
showKeysOnce: false -> true
retention.days: 30 -> null
`,
  });
  expect(await json('settings')).toMatchObject({
    publicBaseUrl: 'https://hooks.example.com',
    network: { deny: ['10.0.0.0/8', '192.0.2.1'] },
    limits: { waitingCallers: 2000 },
    showKeysOnce: true,
    retention: { days: null },
  });
  expect(await json('settings', 'set', 'network.deny=', 'showKeysOnce=true')).toEqual([
    { field: 'network.deny', before: ['10.0.0.0/8', '192.0.2.1'], after: [] },
  ]);
  expect((await run('settings', 'set', 'showKeysOnce=true')).out).toBe('They have these values already.\n');
});

test('each name and each value at fault is told, and nothing is set', async () => {
  const bad = [
    'http.port=99999',
    'http.colour=red',
    'showKeysOnce=maybe',
    'network.deny=somewhere',
    'limits=5',
  ];
  const { status, out, err } = await run('settings', 'set', 'limits.waitingCallers=5', ...bad.slice(0, 4));
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err.trimEnd().split('\n').toSorted()).toEqual([
    'hookline: http.colour: This field is not known.',
    'hookline: http.port: The largest value is 65535.',
    'hookline: network.deny[0]: This is neither an IP address nor a range such as 10.0.0.0/8.',
    'hookline: showKeysOnce: This must be true or false.',
  ]);
  expect((await run('settings', 'set', 'limits=5')).err).toBe(
    'hookline: limits: This must be a group of fields.\n',
  );
  expect(await json('settings', 'get', 'limits.waitingCallers')).toBe(1000);
  const told = await run('--json', 'settings', 'set', ...bad);
  expect(JSON.parse(told.err)).toMatchObject({ code: 'input_invalid' });
  expect(JSON.parse(told.err).issues).toHaveLength(5);
  expect((await run('settings', 'set', 'http.port')).status).toBe(2);
});

test('what settings say of each other is judged with those that are kept', async () => {
  const { err } = await run('settings', 'set', 'https.clientCertificates=require');
  expect(err).toBe(
    'hookline: https.clientAuthorities: Without an authority no certificate of a caller can be trusted.\n',
  );
  expect(await apply('{ https: { clientCertificates: require } }')).toMatchObject({
    status: 1,
    err: `hookline: ${file}: settings.https.clientAuthorities: Without an authority no certificate of a caller can be trusted. (line 2)\n`,
  });
});

test('a file sets those that it names and leaves the others as they are', async () => {
  await run('settings', 'set', 'limits.waitingCallers=2000');
  const would = await apply('{ hiddenHeaders: [x-session], retention: { days: 7 } }', '--dry-run');
  expect(would).toEqual({
    status: 0,
    err: '',
    out: '~ update settings\n    hiddenHeaders: (none) -> x-session\n    retention.days: 30 -> 7\n',
  });
  expect(await json('settings', 'get', 'retention.days')).toBe(30);
  expect((await apply('{ hiddenHeaders: [x-session], retention: { days: 7 } }')).out).toBe(would.out);
  expect(await json('settings')).toMatchObject({
    hiddenHeaders: ['x-session'],
    retention: { days: 7 },
    limits: { waitingCallers: 2000 },
  });
  expect((await apply('{ retention: { days: 7 } }')).out).toBe('= keep   settings\n');
});

test('an export has those that somebody set, and makes them in another installation', async () => {
  expect(await json('export')).not.toHaveProperty('settings');
  await run('settings', 'set', 'limits.waitingCallers=2000', 'network.deny=10.0.0.0/8');
  const { out } = await run('export');
  expect(parse(out).settings).toEqual({
    limits: { waitingCallers: 2000 },
    network: { deny: ['10.0.0.0/8'] },
  });
  const other = await newFolder();
  await writeFile(file, out);
  await hookline(['--data', other, 'apply', file]);
  expect((await hookline(['--data', other, 'export'])).out).toBe(out);
  await dropFolder(other);
});

test('a file with a bad setting changes nothing at all, and neither does one that changes settings and is refused', async () => {
  const open = 'integrations: [{ name: Orders, trigger: { authentication: { kind: none } } }]';
  const bad = await apply(`{ http: { port: 99999 } }\n${open}`);
  expect(bad.err).toBe(`hookline: ${file}: settings.http.port: The largest value is 65535. (line 2)\n`);
  const nobody = open.replace('kind: none', 'kind: apiKeys, keys: [], consumers: [Nobody]');
  expect((await apply(`{ retention: { days: 7 } }\n${nobody}`)).status).toBe(1);
  expect(await json('integrations')).toEqual([]);
  expect(await json('settings', 'get', 'retention.days')).toBe(30);
});

test('the listener of a running service follows, or all stays as it was', async () => {
  const service = await serveOn(folder);
  const taken = await takePort();
  const open = 'integrations: [{ name: Orders, code: aaaaa, trigger: { authentication: { kind: none } } }]';
  const refused = await apply(`{ http: { port: ${taken.port} } }\n${open}`);
  expect(refused).toMatchObject({ status: 1, out: '' });
  expect(refused.err).toContain(`settings.http.port: Port ${taken.port} of 127.0.0.1 is taken`);
  expect(await json('integrations')).toEqual([]);
  expect((await fetch(`${service.ready.webhookUrl}/aaaaa/Orders`)).status).toBe(404);

  await taken.close();
  const moved = await apply(`{ http: { port: ${taken.port} } }\n${open}`);
  const address = `http://127.0.0.1:${taken.port}/aaaaa/Orders`;
  expect(moved.out).toContain(`~ update settings\n    http.port: 8080 -> ${taken.port}\n`);
  expect(moved.out).toContain(`+ create aaaaa/Orders\n    ${address}\n`);
  expect((await fetch(address)).status).toBe(202);
  await service.stop();
});

test('a designer applies a file with settings as they are, and changes none by it', async () => {
  const service = await serveOn(folder);
  const token = (await run('tokens', 'add', 'Anna', '--role', 'designer')).out.trim();
  const send = async (days: number) => {
    const answer = await fetch(`${service.ready.adminUrl}/api/installation/apply`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ file: { hookline: 1, settings: { retention: { days } } } }),
    });
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  expect(await send(30)).toEqual([200, undefined]);
  expect(await send(7)).toEqual([403, 'role_insufficient']);
  expect(await json('settings', 'get', 'retention.days')).toBe(30);
  await service.stop();
});
