import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { makeInstallation, hookline, serveOn } from './command-line.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
  await makeInstallation(folder);
});
afterEach(() => dropFolder(folder));

const tokens = (...args: string[]) => hookline(['--data', folder, 'tokens', ...args]);

test('a token is made, printed once, listed without its value, and revoked', async () => {
  const made = await tokens('add', 'Help desk', '--role', 'support', '--days', '30');
  expect(made).toMatchObject({ status: 0, err: '' });
  const value = made.out.trim();
  expect(value).toMatch(/^hkt_/);
  const listed = await hookline(['--data', folder, '--json', 'tokens']);
  expect(JSON.parse(listed.out)).toMatchObject([{ label: 'Help desk', role: 'support' }]);
  expect(listed.out).not.toContain(value);
  expect((await tokens('list')).out).toMatch(/^LABEL +ROLE +CREATED +EXPIRES\nHelp desk +support +20/);
  expect(await tokens('revoke', 'Help desk')).toMatchObject({ status: 0 });
  expect((await tokens('list')).out).toBe('LABEL  ROLE  CREATED  EXPIRES\n');
});

test.each([
  [['add', 'A'], 2],
  [['add', 'A', '--role', 'king'], 2],
  [['add', 'A', '--role', 'support', '--days', '0'], 2],
  [['add', ' ', '--role', 'support'], 1],
  [['revoke', 'Nobody'], 1],
])('tokens %j is refused in one line', async (args, status) => {
  const ended = await tokens(...args);
  expect(ended.status).toBe(status);
  expect(ended.out).toBe('');
  expect(ended.err).not.toBe('');
});

test('a token made while the service runs signs in at once, and not any more when revoked', async () => {
  const service = await serveOn(folder);
  const { out } = await tokens('add', 'Partner', '--role', 'support');
  const ask = () =>
    fetch(`${service.ready.adminUrl}/api/access/self`, {
      headers: { authorization: `Bearer ${out.trim()}` },
    });
  expect(await (await ask()).json()).toMatchObject({ label: 'Partner', role: 'support' });
  await tokens('revoke', 'Partner');
  expect((await ask()).status).toBe(401);
  await service.stop();
});
