import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, makeInstallation } from './command-line.ts';

// Commands on an installation that nobody serves: they open it themselves.

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await newFolder();
  file = join(folder, 'installation.yaml');
});
afterEach(() => dropFolder(folder));

const run = (...args: string[]) => hookline(['--data', folder, ...args], { ERP_KEY: 'a-key-of-the-erp' });

async function json(...args: string[]) {
  const { status, out, err } = await run(...args, '--json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out);
}

const orders = (methods = '[POST]'): string => `hookline: 1
integrations:
  - name: Orders
    trigger:
      methods: ${methods}
      authentication: { kind: apiKeys, keys: [{ label: ERP, key: { env: ERP_KEY } }, { label: WMS }] }
`;

test('applying a file creates what it names, says so, and prints each made key once', async () => {
  await writeFile(file, orders());
  const first = await json('apply', file);
  const [{ code }] = await json('integrations', 'list');
  const url = `http://127.0.0.1:8080/${code}/Orders`;
  expect(first).toEqual({
    consumers: [],
    environment: [],
    connections: [],
    notifications: [],
    settings: [],
    changes: [{ action: 'create', name: 'Orders', code, url, fields: [] }],
    madeKeys: [{ integration: 'Orders', label: 'WMS', key: expect.stringMatching(/^hk_/) }],
  });
  expect(await json('apply', file)).toEqual({
    consumers: [],
    environment: [],
    connections: [],
    notifications: [],
    settings: [],
    changes: [{ action: 'keep', name: 'Orders', code, url, fields: [] }],
    madeKeys: [],
  });
});

test('a dry run says what would change and changes nothing', async () => {
  await makeInstallation(folder);
  await writeFile(file, orders());
  const { status, out } = await run('apply', file, '--dry-run');
  expect({ status, out }).toEqual({ status: 0, out: '+ create (new code)/Orders\n' });
  expect(await json('integrations', 'list')).toEqual([]);
});

test('a bad file is refused with the path of the field, and nothing of it is applied', async () => {
  await makeInstallation(folder);
  await writeFile(
    file,
    `${orders()}  - name: Second\n    trigger: { methods: [FETCH], authentication: { kind: none } }\n`,
  );
  const { status, out, err } = await run('apply', file);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toMatch(/^hookline: .*installation\.yaml: integrations\[1\]\.trigger\.methods\[0\]: .*\n$/);
  expect(await json('integrations')).toEqual([]);
});

test('without --prune what the file does not name stays, with it that is deleted', async () => {
  await writeFile(file, orders());
  await run('apply', file);
  await writeFile(file, 'hookline: 1\nintegrations: []\n');
  expect((await json('apply', file)).changes).toEqual([]);
  expect((await json('apply', file, '--prune')).changes).toMatchObject([
    { action: 'delete', name: 'Orders' },
  ]);
  expect(await json('integrations')).toEqual([]);
});

test('an export is without secrets unless asked, and applying it keeps the keys', async () => {
  await writeFile(file, orders());
  await run('apply', file);
  const bare = await json('export');
  expect(JSON.stringify(bare)).not.toContain('a-key-of-the-erp');
  expect(JSON.stringify(await json('export', '--with-secrets'))).toContain('a-key-of-the-erp');
  const before = await json('keys', 'list', 'Orders');
  await writeFile(file, JSON.stringify(bare));
  expect((await json('apply', file)).changes).toMatchObject([{ action: 'keep' }]);
  expect(await json('keys', 'list', 'Orders')).toEqual(before);
});

test('an export to a file is YAML that its owner alone may read', async () => {
  await writeFile(file, orders());
  await run('apply', file);
  const target = join(folder, 'out.yaml');
  expect((await run('export', '--with-secrets', target)).status).toBe(0);
  expect(parse(await readFile(target, 'utf8'))).toEqual(await json('export', '--with-secrets'));
  expect((await stat(target)).mode & 0o777).toBe(0o600);
});

test('keys are added, listed and removed by label', async () => {
  await writeFile(file, orders());
  await run('apply', file);
  const added = await json('keys', 'add', 'Orders', 'Shop');
  expect(added).toEqual({ integration: 'Orders', label: 'Shop', key: expect.stringMatching(/^hk_/) });
  const labels = async () =>
    (await json('keys', 'list', 'Orders')).map(({ label }: { label: string }) => label);
  expect(await labels()).toEqual(['ERP', 'WMS', 'Shop']);
  expect((await run('keys', 'add', 'Orders', 'Shop')).status).toBe(1);
  expect(await json('keys', 'remove', 'Orders', 'Shop')).toEqual({ integration: 'Orders', label: 'Shop' });
  expect(await labels()).toEqual(['ERP', 'WMS']);
  const gone = await run('keys', 'remove', 'Orders', 'Shop');
  expect(gone).toEqual({ status: 1, out: '', err: 'hookline: Orders has no key labelled Shop.\n' });
});

test('an integration is removed, one that others call only where that is said', async () => {
  await writeFile(
    file,
    `hookline: 1
integrations:
  - { name: Price, code: aaaaa, trigger: { authentication: { kind: none } } }
  - name: Order
    code: bbbbb
    trigger: { authentication: { kind: none } }
    workflow: [{ name: ask, kind: call, integration: Price }]
notifications: [{ kind: failedCall, name: Prices, integration: Price }]
`,
  );
  await json('apply', file);
  expect(await run('integrations', 'remove', 'Price')).toEqual({
    status: 1,
    out: '',
    err: 'hookline: bbbbb/Order calls Price, and would fail without it. --break-callers removes it all the same.\n',
  });
  const { out } = await run('integrations', 'remove', 'Price', '--break-callers');
  expect(out).toBe('aaaaa/Price was removed.\n');
  expect((await run('notifications', 'rules')).out).toMatch(/Prices +failedCall +Price \(deleted\)/);
  expect(await json('integrations', 'remove', 'bbbbb/Order')).toMatchObject({ name: 'Order', cancelled: 0 });
  expect(await json('integrations', 'list')).toEqual([]);
});

test('adding, rotating and removing a key leaves the consumers of the trigger let in', async () => {
  await writeFile(
    file,
    `hookline: 1
consumers: [{ label: Partner }]
integrations:
  - name: Orders
    trigger: { authentication: { kind: apiKeys, keys: [{ label: ERP }], consumers: [Partner] } }
`,
  );
  await json('apply', file);
  const letIn = async () => {
    const { integrations } = await json('export');
    return integrations[0].trigger.authentication.consumers;
  };
  for (const change of [
    ['add', 'Orders', 'Shop'],
    ['rotate', 'Orders', 'Shop'],
    ['remove', 'Orders', 'Shop'],
  ]) {
    await json('keys', ...change);
    expect(await letIn()).toEqual(['Partner']);
  }
});

test('what a file does not say of a key or a consumer stays as people left it', async () => {
  const of = (limits: string) => `hookline: 1
consumers: [{ label: Partner${limits} }]
integrations:
  - name: Orders
    trigger: { authentication: { kind: apiKeys, keys: [{ label: ERP${limits} }], consumers: [Partner] } }
`;
  const end = '2999-01-31T00:00:00.000Z';
  const kept = {
    enabled: false,
    expiresAt: end,
    allow: ['10.0.0.0/8'],
    rateLimit: { calls: 3, perSeconds: 1 },
  };
  const said = async () => {
    const { consumers, integrations } = await json('export');
    return [consumers[0], integrations[0].trigger.authentication.keys[0]];
  };
  await writeFile(
    file,
    of(`, enabled: false, expiresAt: 2999-01-31, allow: [10.0.0.0/8], rateLimit: { calls: 3 }`),
  );
  await json('apply', file);
  await writeFile(file, of(''));
  const again = await json('apply', file);
  expect([again.changes[0].action, again.consumers[0].action]).toEqual(['keep', 'keep']);
  expect(await said()).toEqual([
    { label: 'Partner', ...kept },
    { label: 'ERP', ...kept },
  ]);
  await writeFile(file, of(', enabled: true, expiresAt: null, allow: [], rateLimit: false'));
  await json('apply', file);
  const open = { enabled: true, expiresAt: null, allow: [], rateLimit: false };
  expect(await said()).toEqual([
    { label: 'Partner', ...open },
    { label: 'ERP', ...open },
  ]);
});

test.each([
  ['keys', 'rotate', 'Orders', 'ERP', '--overlap-days', 'soon'],
  ['keys', 'add', 'Orders', 'New', '--expires', 'tomorrow'],
  ['keys', 'add', 'Orders', 'New', '--expires', '2020-01-01'],
  ['consumers', 'rotate', 'Partner', '--overlap-days', '400'],
  ['consumers', 'add', 'Partner', '--expires', '2027-13-01'],
])('a number or a day that is none is a wrong use that names its option: %s %s', async (...args) => {
  const { status, err } = await run(...args);
  expect(status).toBe(2);
  expect(err).toContain(`option '${args.at(-2)} <`);
});

test('an integration is shown by its name or its address; a name of two is a question', async () => {
  const open = 'trigger: { authentication: { kind: none } }';
  await writeFile(
    file,
    `hookline: 1\nintegrations:\n  - { name: A, code: aaaaa, ${open} }\n  - { name: A, code: bbbbb, ${open} }\n`,
  );
  await run('apply', file);
  expect(await json('integrations', 'show', 'aaaaa/A')).toMatchObject({
    name: 'A',
    code: 'aaaaa',
    version: 1,
  });
  for (const command of [
    ['integrations', 'show', 'A'],
    ['keys', 'list', 'A'],
    ['calls', 'list', '--integration', 'A'],
  ]) {
    const { status, out, err } = await run(...command);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe('hookline: A fits several integrations: aaaaa/A, bbbbb/A.\n');
  }
  expect((await run('integrations', 'show', 'Nobody')).err).toBe(
    'hookline: There is no integration Nobody.\n',
  );
});

test('the lists of an empty installation are empty lists', async () => {
  await makeInstallation(folder);
  expect(await json('calls', 'list')).toEqual([]);
  expect(await json('lanes', 'list')).toEqual([]);
  expect(await json('keys', 'list')).toEqual([]);
});

test('a lane is listed for each integration', async () => {
  await writeFile(file, orders());
  await run('apply', file);
  expect(await json('lanes')).toMatchObject([
    {
      integration: 'Orders',
      lane: expect.stringMatching(/\/Orders$/),
      ordered: false,
      running: 0,
      waiting: 0,
    },
  ]);
});

test('what only a running service can do says so', async () => {
  await makeInstallation(folder);
  for (const command of [
    ['call', 'Orders'],
    ['calls', 'follow'],
  ]) {
    const { status, err } = await run(...command);
    expect(status).toBe(1);
    expect(err).toMatch(/^hookline: No service runs on .*hookline serve/);
  }
});

test.each([
  ['an unknown command', ['nope']],
  ['an unknown flag', ['calls', 'list', '--nope']],
  ['a missing argument', ['apply']],
  ['a limit that is no number', ['calls', 'list', '--limit', 'many']],
  ['an unknown state', ['calls', 'list', '--state', 'lost']],
  ['a time that is none', ['calls', 'list', '--since', 'yesterday-ish']],
  ['a port beyond the last', ['serve', '--port', '65536']],
])('%s is wrong usage', async (_what, args) => {
  const { status, out, err } = await run(...args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).not.toBe('');
});

test('help and version are answers', async () => {
  expect(await run('--version')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  const { status, out } = await run('--help');
  expect(status).toBe(0);
  for (const command of ['serve', 'apply', 'export', 'integrations', 'keys', 'calls', 'lanes', 'call']) {
    expect(out).toContain(`\n  ${command}`);
  }
});

test('a call that does not exist is a failure', async () => {
  await makeInstallation(folder);
  const { status, err } = await run('calls', 'show', '01a21046-e9d9-719b-b077-075f39a2bf1f');
  expect({ status, err }).toEqual({ status: 1, err: 'hookline: No such call\n' });
});
