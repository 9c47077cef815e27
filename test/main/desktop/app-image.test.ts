import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findAppImage } from '#main/desktop/app-image.ts';

const file = '/home/me/Hookline-0.1.0.AppImage';
const started = (isPackaged: boolean, execPath: string, APPDIR = '/tmp/.mount_Hookli') =>
  findAppImage(isPackaged, execPath, { APPIMAGE: file, APPDIR });

test('an AppImage is the file that was started, not the program in its mount', () => {
  expect(started(true, '/tmp/.mount_Hookli/hookline')).toBe(file);
  expect(findAppImage(true, '/opt/Hookline/hookline', {})).toBe(null);
});

test('what a terminal hands on that is an AppImage itself is none of ours', () => {
  expect(started(true, '/opt/Hookline/hookline')).toBe(null);
  expect(started(true, '/tmp/.mount_Hooklines/hookline')).toBe(null);
  expect(started(false, '/tmp/.mount_Hookli/hookline')).toBe(null);
});

test.skipIf(process.platform === 'win32')('a mount by way of a link is found', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'hookline-mount-')));
  await mkdir(join(folder, 'mount'));
  await symlink(join(folder, 'mount'), join(folder, 'link'));
  expect(started(true, join(folder, 'mount', 'hookline'), join(folder, 'link'))).toBe(file);
  await rm(folder, { recursive: true });
});
