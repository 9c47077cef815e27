import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolderOf, defaultDataFolder, openDataFolder } from '#main/headless/data-folder.ts';

test.each([
  ['linux', {}, '/home/ann/.config/Hookline'],
  ['linux', { XDG_CONFIG_HOME: '/config' }, '/config/Hookline'],
  ['darwin', {}, '/home/ann/Library/Application Support/Hookline'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Hookline'],
] as const)("on %s with %o the folder is the desktop app's own", (platform, environment, folder) => {
  expect(defaultDataFolder(environment, platform, '/home/ann')).toBe(folder);
});

test('--data stands above HOOKLINE_DATA', () => {
  expect(dataFolderOf('/given', { HOOKLINE_DATA: '/variable' })).toBe('/given');
  expect(dataFolderOf(undefined, { HOOKLINE_DATA: '/variable' })).toBe('/variable');
});

test('a folder that cannot be made is a problem, not a hang', async () => {
  // A parent that is there and takes no folders.
  const opened = await openDataFolder(join('/proc', 'hookline', 'data'));
  expect(opened).toMatchObject({ ok: false, problem: { code: 'folder_not_writable' } });
});
