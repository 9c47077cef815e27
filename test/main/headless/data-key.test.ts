import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadDataKey } from '#main/secrets/data-key.ts';
import { loadAdminToken } from '#main/headless/admin-token.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const modeOf = async (name: string): Promise<number> => (await stat(join(folder, name))).mode & 0o777;

test('the first start makes a key of 32 bytes that its owner alone may read', async () => {
  const key = await loadDataKey(folder);
  expect(key.byteLength).toBe(32);
  expect(await modeOf('data-key')).toBe(0o600);
  expect(await readdir(folder)).toEqual(['data-key']);
});

test('later starts read the same key', async () => {
  const made = await loadDataKey(folder);
  expect(await loadDataKey(folder)).toEqual(made);
});

test('first starts at the same moment agree on one key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadDataKey(folder)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
});

test('a key of the wrong length is never used and never replaced', async () => {
  await writeFile(join(folder, 'data-key'), 'short');
  await expect(loadDataKey(folder)).rejects.toThrow(/data-key is damaged/);
  expect((await stat(join(folder, 'data-key'))).size).toBe(5);
});

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
