import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { makeInstallation, hookline } from './command-line.ts';

// How a command that fails tells a program why.

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
  await makeInstallation(folder);
});
afterEach(() => dropFolder(folder));

test.each([
  ['a name that is none', 1, 'integration_not_found', ['integrations', 'show', 'Nobody']],
  ['a call that is none', 1, 'call_not_found', ['calls', 'show', 'nobody']],
  ['no service', 1, 'service_missing', ['call', 'Orders']],
  ['a file that is none', 1, 'file_unreadable', ['apply', '/nowhere/at-all.yaml']],
  ['an unknown flag', 2, 'usage_wrong', ['calls', 'list', '--nope']],
  ['a missing argument', 2, 'usage_wrong', ['apply']],
  ['a value that is none', 2, 'usage_wrong', ['calls', 'list', '--limit', 'many']],
  ['two choices of one', 2, 'usage_wrong', ['recover', '--empty', '--salvage']],
  ['no command', 2, 'usage_wrong', []],
  ['no command to serve on', 2, 'usage_wrong', ['serve', '--port', '65536']],
])(
  'with --json %s is one JSON object, and ends with %i as it does without',
  async (_what, status, code, args) => {
    const bare = await hookline(['--data', folder, ...args]);
    const told = await hookline(['--data', folder, ...args, '--json']);
    expect([bare.status, told.status, told.out]).toEqual([status, status, '']);
    expect(told.err.trimEnd()).not.toContain('\n');
    const { detail, ...rest } = JSON.parse(told.err);
    expect(rest).toMatchObject({ code, title: expect.stringMatching(/^[A-Z]/) });
    expect(bare.err).toContain(code === 'usage_wrong' && args.length === 0 ? 'Usage' : detail);
  },
);

test('a value at fault is told without the place that it has in our documents', async () => {
  const { err } = await hookline(['--data', folder, 'consumers', 'add', 'Shop', '--key', 'short']);
  expect(err).toBe('hookline: A key has 8 to 512 printable ASCII characters.\n');
});

test.each([
  [['apply', '/nowhere/at-all.yaml'], 'There is no file /nowhere/at-all.yaml.'],
  [['env', 'set', 'KEY', '--secret-file', '/nowhere/key'], 'There is no file /nowhere/key.'],
  [['apply', '/'], '/ cannot be read: it is a folder.'],
  [
    ['calls', 'export', '/nowhere/calls.jsonl'],
    '/nowhere/calls.jsonl cannot be written: there is no such folder.',
  ],
  [['export', '/nowhere/all.yaml'], '/nowhere/all.yaml cannot be written: there is no such folder.'],
])('%j tells in plain words why the file cannot be had', async (args, said) => {
  expect(await hookline(['--data', folder, ...args])).toEqual({
    status: 1,
    out: '',
    err: `hookline: ${said}\n`,
  });
});
