import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checksOf } from '#main/upkeep/doctor/checks.ts';
import type { Findings } from '#main/upkeep/doctor/findings.ts';
import type { Check } from '#shared/model/check.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until } from '#test/support/runtime.ts';
import { hookline, makeInstallation, serveOn } from '../headless/command-line.ts';

const nowMs = Date.parse('2026-06-01T00:00:00.000Z');
const hour = 3_600_000;

const well: Findings = {
  status: {
    version: '1.0.0',
    face: 'headless',
    dataFolder: '/data',
    startedAt: new Date(nowMs - hour).toISOString(),
    listeners: [
      { kind: 'http', host: '127.0.0.1', port: 8080, url: 'http://127.0.0.1:8080', up: true, problem: null },
    ],
    httpBaseUrl: 'http://127.0.0.1:8080',
    httpsBaseUrl: null,
    addresses: [],
    alarms: [],
    now: '2026-11-25T12:00:00.000Z',
    recovery: null,
  },
  serves: true,
  nowMs,
  clockMovedMs: 3,
  certificates: [],
  disk: { freeBytes: 100 * 2 ** 30, state: 'ok' },
  databaseBytes: 2 ** 30,
  backupAtMs: nowMs - hour,
  dataKey: {
    kind: 'folder',
    place: '/data/data-key',
    isLost: false,
    isLocked: false,
    why: null,
    mode: 0o100600,
    hasOlderFile: false,
  },
  unbelievedProxies: [],
  probe: null,
};

const exposed: Findings['status'] = {
  ...well.status,
  listeners: [{ kind: 'http', host: '0.0.0.0', port: 80, url: 'http://host:80', up: true, problem: null }],
};
const secure: Findings['status'] = {
  ...well.status,
  listeners: [
    { kind: 'https', host: '127.0.0.1', port: 443, url: 'https://127.0.0.1', up: true, problem: null },
  ],
};
const certificate = (daysLeft: number): Findings['certificates'][number] => ({
  id: 'made',
  kind: 'made',
  facts: {
    subject: 'CN=host',
    issuer: 'CN=ca',
    names: ['host'],
    from: new Date(nowMs).toISOString(),
    to: new Date(nowMs).toISOString(),
    daysLeft,
    fingerprint256: 'AB',
    findings: [],
  },
  problem: null,
  files: null,
  acme: null,
});
const probe = (more: Partial<NonNullable<Findings['probe']>>): Findings['probe'] => ({
  url: 'https://hooks.example.com',
  outcome: 'ours',
  detail: 'status 200',
  distrust: null,
  ...more,
});

/** By id. */
const said = (more: Partial<Findings>): Record<string, Check['state']> =>
  Object.fromEntries(checksOf({ ...well, ...more }).map(({ id, state }) => [id, state]));

test('where all is well, every check is ok and nothing has to be done', () => {
  const checks = checksOf(well);
  expect(checks.map(({ id }) => id)).toEqual([
    'listener_http',
    'clock',
    'disk',
    'database',
    'backup',
    'data_key',
  ]);
  expect(checks.filter(({ state, remedy }) => state !== 'ok' || remedy !== null)).toEqual([]);
});

test.each<[string, Partial<Findings>, Record<string, Check['state']>]>([
  ['no service', { serves: false }, { service: 'failed' }],
  [
    'a listener that is down',
    { status: { ...well.status, listeners: [{ ...well.status.listeners[0]!, up: false }] } },
    { listener_http: 'failed' },
  ],
  [
    'an exposed listener that is reached',
    { status: exposed, probe: probe({}) },
    { firewall: 'ok', public_address: 'ok' },
  ],
  [
    'an exposed listener that is not reached',
    { status: exposed, probe: probe({ outcome: 'unreachable', detail: 'timeout' }) },
    { firewall: 'warning', public_address: 'failed' },
  ],
  [
    'a public address that is somebody else',
    { probe: probe({ outcome: 'another' }) },
    { public_address: 'failed' },
  ],
  [
    'a certificate that callers do not know',
    { probe: probe({ distrust: 'self-signed' }) },
    { public_address: 'warning' },
  ],
  ['a good certificate', { status: secure, certificates: [certificate(90)] }, { certificate_made: 'ok' }],
  [
    'a certificate that ends soon',
    { status: secure, certificates: [certificate(13)] },
    { certificate_made: 'warning' },
  ],
  [
    'a certificate that has run out',
    { status: secure, certificates: [certificate(-1)] },
    { certificate_made: 'failed' },
  ],
  ['a proxy that is not believed', { unbelievedProxies: ['10.0.0.1'] }, { proxy_headers: 'warning' }],
  ['a clock that was moved back', { clockMovedMs: -hour }, { clock: 'warning' }],
  ['a disk that is nearly full', { disk: { freeBytes: 1, state: 'low' } }, { disk: 'warning' }],
  ['a full disk', { disk: { freeBytes: 1, state: 'full' } }, { disk: 'failed' }],
  ['an old backup', { backupAtMs: nowMs - 72 * hour }, { backup: 'warning' }],
  ['no backup on the first day', { backupAtMs: null }, { backup: 'ok' }],
  [
    'no backup for long',
    { backupAtMs: null, status: { ...well.status, startedAt: new Date(nowMs - 72 * hour).toISOString() } },
    { backup: 'warning' },
  ],
  [
    'a lost data key',
    { dataKey: { ...well.dataKey, isLost: true, why: '/data/data-key is not there.' } },
    { data_key: 'failed' },
  ],
  [
    'a data key that the keychain does not open',
    { dataKey: { ...well.dataKey, isLost: true, isLocked: true, why: 'It does not do so now.' } },
    { data_key: 'failed' },
  ],
  [
    'a data key that others may read',
    { dataKey: { ...well.dataKey, mode: 0o100640 } },
    { data_key: 'failed' },
  ],
  [
    'a data key that has moved',
    { dataKey: { ...well.dataKey, kind: 'keyFile', hasOlderFile: true } },
    { data_key: 'ok', data_key_older: 'warning' },
  ],
  [
    'damaged data',
    {
      status: {
        ...well.status,
        recovery: { problem: { code: 'calls_missing', text: 'Two calls.' }, choices: [] },
      },
    },
    { database: 'failed' },
  ],
  [
    'an alarm',
    {
      status: {
        ...well.status,
        alarms: [{ code: 'storage_slow', text: 'Slow.', since: well.status.startedAt }],
      },
    },
    { storage_slow: 'warning' },
  ],
])('%s is said', (_what, more, expected) => {
  expect(said(more)).toMatchObject(expected);
});

test('whatever is not ok says what helps', () => {
  const all = [
    checksOf({ ...well, serves: false }),
    checksOf({
      ...well,
      status: exposed,
      probe: probe({ outcome: 'another' }),
      disk: { freeBytes: 1, state: 'full' },
    }),
  ].flat();
  expect(all.filter(({ state, remedy }) => (state === 'ok') !== (remedy === null))).toEqual([]);
});

describe('on a real installation', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => dropFolder(folder));

  const settingsOf = (publicBaseUrl: string) => ({ publicBaseUrl });

  test('what callers see is found out by calling the public address, through a proxy too', async () => {
    const at = await startRuntime(folder);
    const upstream = new URL(at.url);
    const proxy = createServer((asked, answer) => {
      void fetch(new URL(asked.url ?? '/', upstream), {
        headers: { 'x-forwarded-for': '192.0.2.7' },
      }).then(async (got) => answer.writeHead(got.status).end(await got.text()));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const publicBaseUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const settings = await at.client.host.settings();
    await at.client.host.saveSettings({ ...settings, ...settingsOf(publicBaseUrl) });
    await fetch(`${publicBaseUrl}/abcde/Nothing`);
    const states = async () =>
      Object.fromEntries((await at.client.doctor.examine()).map(({ id, state }) => [id, state]));
    const seen = await until(states, (found) => 'proxy_headers' in found);
    expect(seen).toMatchObject({ public_address: 'ok', proxy_headers: 'warning' });
    proxy.close();
    proxy.closeAllConnections();
    expect(await states()).toMatchObject({ public_address: 'failed' });
    expect((await at.client.calls.list({})).calls.map(({ path }) => path)).toEqual(['/abcde/Nothing']);
    await at.stop();
  });

  test('another program at the public address is told from this installation', async () => {
    const at = await startRuntime(folder);
    const other = createServer((_asked, answer) => answer.end('Welcome to nginx!'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const publicBaseUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await at.client.host.saveSettings({ ...(await at.client.host.settings()), ...settingsOf(publicBaseUrl) });
    const found = (await at.client.doctor.examine()).find(({ id }) => id === 'public_address');
    expect(found).toMatchObject({ state: 'failed', text: expect.stringContaining('something else') });
    other.close();
    await at.stop();
  });

  test('the command says it in lines and as JSON, and ends with 1 where something failed', async () => {
    await makeInstallation(folder);
    const stopped = await hookline(['--data', folder, 'doctor']);
    expect(stopped).toMatchObject({ status: 1, err: '' });
    expect(stopped.out).toMatch(/^FAILED {3}service: No service runs/);
    const service = await serveOn(folder);
    const well = await hookline(['--data', folder, '--json', 'doctor']);
    expect(well.status).toBe(0);
    const checks: Check[] = JSON.parse(well.out);
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['listener_http', 'listener_admin', 'disk']),
    );
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    const settings = await fetch(`${service.ready.adminUrl}/api/settings`, {
      headers: { authorization: `Bearer ${service.ready.adminToken}` },
    });
    await fetch(`${service.ready.adminUrl}/api/settings`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${service.ready.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...((await settings.json()) as object), ...settingsOf('http://127.0.0.1:1') }),
    });
    const ill = await hookline(['--data', folder, 'doctor']);
    expect(ill.status).toBe(1);
    expect(ill.out).toContain('FAILED   public_address: http://127.0.0.1:1 cannot be reached');
    await service.stop();
  });

  test('nobody can ask for a probe from outside', async () => {
    const at = await startRuntime(folder);
    await create(at, draft('Open'));
    const answer = await fetch(`${at.url}/.well-known/hookline/guess`);
    expect(answer.status).toBe(404);
    await at.stop();
  });
});
