import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAdminToken } from '#main/admin/admin-token.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const modeOf = async (name: string): Promise<number> => (await stat(join(folder, name))).mode & 0o777;

test('a token that others may read is made private again', async () => {
  const token = await loadAdminToken(folder);
  await chmod(join(folder, 'admin-token'), 0o644);
  expect(await loadAdminToken(folder)).toBe(token);
  expect(await modeOf('admin-token')).toBe(0o600);
});

test('a token that could be guessed is refused', async () => {
  await writeFile(join(folder, 'admin-token'), 'letmein');
  await expect(loadAdminToken(folder)).rejects.toThrow(/admin-token is damaged/);
});
