// The service of the machine: what is put in its place, and what systemd is asked to do with it.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { howElsewhere } from '#main/headless/service/other-systems.ts';
import { systemdUnit, type UnitOptions } from '#main/headless/service/systemd-unit.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline } from './command-line.ts';

const options: UnitOptions = {
  scope: 'system',
  node: '/usr/bin/node',
  program: '/opt/hookline/bin/hookline.js',
  dataFolder: '/var/lib/hookline',
  serve: [],
  account: null,
};

let folder: string;
let environment: Record<string, string>;
beforeEach(async () => {
  folder = await newFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  // Stands in for systemd, which runs nobody's tests: it writes down what it is asked, and says what it would.
  const systemctl = `#!/bin/sh
echo "$*" >> '${folder}/asked'
case "$*" in
  *is-enabled*) echo enabled;;
  *is-active*) echo inactive; exit 3;;
  *now*) [ -e '${folder}/refuse' ] && { echo 'Access denied' >&2; exit 1; };;
esac
exit 0
`;
  await writeFile(join(bin, 'systemctl'), systemctl);
  await chmod(join(bin, 'systemctl'), 0o755);
  environment = {
    PATH: `${bin}:/usr/bin:/bin`,
    HOOKLINE_UNITS: join(folder, 'system'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
});
afterEach(() => dropFolder(folder));

const asked = async (): Promise<string[]> =>
  (await readFile(join(folder, 'asked'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
const run = (...args: readonly string[]) => hookline(args, environment);

test('the unit of the machine runs as nobody else, restarts where that helps, and ends in order', () => {
  expect(systemdUnit(options).split('\n')).toEqual(
    expect.arrayContaining([
      'ExecStart=/usr/bin/node /opt/hookline/bin/hookline.js --data /var/lib/hookline serve',
      'Restart=on-failure',
      'RestartPreventExitStatus=73 74 76',
      'TimeoutStopSec=30',
      'DynamicUser=yes',
      'StateDirectory=hookline',
      'NoNewPrivileges=yes',
      'WantedBy=multi-user.target',
    ]),
  );
});

test('words with spaces, quotes and signs of systemd reach the service as they are', () => {
  const unit = systemdUnit({ ...options, dataFolder: '/srv/a "b"', serve: ['--host', '50%$x'] });
  expect(unit).toContain('--data "/srv/a \\"b\\"" serve --host 50%%$$x\n');
});

test('systemd finds nothing wrong with the units', async () => {
  for (const scope of ['system', 'user'] as const) {
    const path = join(folder, 'hookline.service');
    await writeFile(
      path,
      systemdUnit({ ...options, scope, node: process.execPath, program: process.execPath }),
    );
    const verified = spawnSync('systemd-analyze', [...(scope === 'user' ? ['--user'] : []), 'verify', path], {
      encoding: 'utf8',
    });
    // Where there is no systemd, nobody can say.
    if (verified.error !== undefined || /Failed to (initialize|connect)/.test(verified.stderr)) return;
    expect(verified.stderr).not.toMatch(/hookline\.service/);
  }
});

test('a service of one person is installed, told of, and taken away again', async () => {
  const unit = join(folder, 'config', 'systemd', 'user', 'hookline.service');
  const installed = await run('--data', folder, 'service', 'install', '--user', '--', '--port', '9000');
  expect(installed).toMatchObject({ status: 0, err: '' });
  expect(installed.out).toContain(`Installed ${unit}, and started it.`);
  expect(await readFile(unit, 'utf8')).toContain(`--data ${folder} serve --port 9000\n`);
  expect(await asked()).toEqual(['--user daemon-reload', '--user enable --now hookline.service']);

  const status = await run('--data', folder, '--json', 'service', 'status', '--user');
  expect(JSON.parse(status.out)).toEqual({
    unit,
    installed: true,
    enabled: 'enabled',
    active: 'inactive',
    dataFolder: folder,
    adminUrl: null,
  });

  expect(await run('--data', folder, 'service', 'uninstall', '--user')).toMatchObject({ status: 0 });
  expect((await asked()).slice(-2)).toEqual([
    '--user disable --now hookline.service',
    '--user daemon-reload',
  ]);
  const gone = await run('--data', folder, 'service', 'status', '--user');
  expect(gone.out).toContain(`Not installed: there is no ${unit}.`);
  expect(await run('service', 'uninstall', '--user')).toMatchObject({
    status: 1,
    err: expect.stringContaining(unit),
  });
});

test('a service of the machine names its account, and may only be put in place', async () => {
  const installed = await run('--json', 'service', 'install', '--account', 'hooks', '--no-start');
  const unit = join(folder, 'system', 'hookline.service');
  expect(JSON.parse(installed.out)).toEqual({ unit, dataFolder: '/var/lib/hookline', started: false });
  expect(await readFile(unit, 'utf8')).toContain('\nUser=hooks\n');
  expect(await asked()).toEqual(['daemon-reload']);
});

test('what systemd refuses is told in its words', async () => {
  await writeFile(join(folder, 'refuse'), '');
  const refused = await run('service', 'install', '--account', 'hooks');
  expect(refused).toMatchObject({
    status: 1,
    err: expect.stringContaining('enable --now hookline.service: Access denied'),
  });
});

test('other systems are told plainly what to do', () => {
  const command = ['C:\\Program Files\\node.exe', 'C:\\hookline.js', 'serve'];
  expect(howElsewhere('win32', command)).toContain(
    '/TR "\\"C:\\Program Files\\node.exe\\" C:\\hookline.js serve"',
  );
  expect(howElsewhere('darwin', ['node', 'serve'])).toMatch(/node serve[^]*LaunchDaemons/);
  expect(howElsewhere('freebsd', ['node', 'serve'])).not.toContain('LaunchDaemons');
});
