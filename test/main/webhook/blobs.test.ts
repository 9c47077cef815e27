import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreFailure } from '#main/ports/store-failure.ts';
import { createBlobStore } from '#main/store/blobs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookline-blobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a blob that was kept is read byte for byte, by another store too', async () => {
  const writer = await createBlobStore(folder).create();
  await writer.write(Buffer.from([0, 255, 1]));
  await writer.write(Buffer.from([2]));
  const kept = await writer.keep();
  expect(kept.bytes).toBe(4);
  expect([...(await createBlobStore(folder).read(kept.file))]).toEqual([0, 255, 1, 2]);
});

test.skipIf(process.platform === 'win32')('a blob can be read by its owner only', async () => {
  const writer = await createBlobStore(folder).create();
  const { file } = await writer.keep();
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
});

test('a blob that was discarded leaves nothing behind', async () => {
  const writer = await createBlobStore(folder).create();
  await writer.write(Buffer.from('gone'));
  await writer.discard();
  expect([await readdir(folder), await readdir(join(folder, 'tmp'))]).toEqual([['tmp'], []]);
});

test('what a dead process was writing is swept away at the next start', async () => {
  createBlobStore(folder);
  const left = join(folder, 'tmp', '0'.repeat(32));
  await writeFile(left, 'half');
  createBlobStore(folder);
  expect(existsSync(left)).toBe(false);
});

test('a name that could lead elsewhere is never opened', () => {
  const blobs = createBlobStore(folder);
  for (const name of ['../secret', 'a/b', 'a\\b', '', '..', `${'0'.repeat(32)}/`]) {
    expect(() => blobs.read(name)).toThrow('32 hexadecimal digits');
  }
});

test('a blob that is not there, or can not be written, is a failure of the store', async () => {
  const blobs = createBlobStore(folder);
  await expect(blobs.read('0'.repeat(32))).rejects.toBeInstanceOf(StoreFailure);
  await rm(folder, { recursive: true });
  await expect(blobs.create()).rejects.toBeInstanceOf(StoreFailure);
});
