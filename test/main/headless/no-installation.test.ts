import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline } from './command-line.ts';

// A folder that was mistyped, or is not there yet.

let around: string;
let folder: string;
beforeEach(async () => {
  around = await newFolder();
  folder = join(around, 'mistyped');
});
afterEach(() => dropFolder(around));

const run = (...args: string[]) => hookline(['--data', folder, ...args]);

test.each([
  [['integrations']],
  [['keys', 'add', 'Orders', 'ERP']],
  [['consumers']],
  [['tokens', 'add', 'Anna', '--role', 'support']],
  [['key']],
  [['calls']],
  [['calls', 'follow']],
  [['call', 'Orders']],
  [['lanes']],
  [['certificate']],
  [['export']],
  [['backup', '/nowhere/backup.zip']],
  [['doctor']],
  [['recover']],
  [['recover', '--salvage']],
])('%j says that there is no installation and how to make one, and makes none', async (args) => {
  const { status, out, err } = await run(...args);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toBe(
    `hookline: There is no installation in ${folder}: \`hookline serve\` or \`hookline apply\` makes one, and --data names another folder.\n`,
  );
  expect(existsSync(folder)).toBe(false);
});

test('a folder of something else is none either, and is left as it is', async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'notes.txt'), 'mine');
  expect((await run('integrations')).err).toContain('There is no installation in');
  expect(await readdir(folder)).toEqual(['notes.txt']);
});

test('a dry run says what an empty one would get, and makes none; to apply makes it', async () => {
  const file = join(around, 'orders.yaml');
  await writeFile(
    file,
    'hookline: 1\nintegrations:\n  - { name: Orders, trigger: { authentication: { kind: none } } }\n',
  );
  expect(await run('apply', file, '--dry-run')).toEqual({
    status: 0,
    out: '+ create (new code)/Orders\n',
    err: '',
  });
  expect(existsSync(folder)).toBe(false);
  expect((await run('apply', file)).status).toBe(0);
  expect(JSON.parse((await run('integrations', '--json')).out)).toMatchObject([{ name: 'Orders' }]);
});
