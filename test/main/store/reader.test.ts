// The thread that looks things up begins with the first look.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReader } from '#main/store/reader.ts';
import { startStoreThread } from '#main/store/thread.ts';
import type { ReadOperations } from '#main/store/worker.ts';
import { dropFolder, newFolder, testHost } from '#test/support/host.ts';
import { newCall, openStore } from '#test/support/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

function countedReader() {
  const starts: Promise<unknown>[] = [];
  const reader = createReader(() => {
    const waitingBytes = new BigInt64Array(new SharedArrayBuffer(8));
    const data = { role: 'reader' as const, folder, face: 'headless', serves: true, waitingBytes };
    const thread = startStoreThread<ReadOperations>(testHost(folder).workers.store, data, {
      lost() {},
      full() {},
    });
    starts.push(thread);
    return thread;
  });
  return { reader, starts };
}

it('is not there before anything is looked up, and once however much is', async () => {
  const store = await openStore(folder);
  const call = newCall();
  await store.calls.accept(call);
  const { reader, starts } = countedReader();
  const get = reader.operation('get');
  expect(starts).toHaveLength(0);
  const found = await Promise.all([get(call.id), get(call.id), reader.operation('filesInUse')([])]);
  expect(found.map((one) => (one !== null && 'summary' in one ? one.summary.id : one))).toEqual([
    call.id,
    call.id,
    [],
  ]);
  expect(starts).toHaveLength(1);
  await reader.close();
  await store.close();
});

it('that cannot open its file fails the look, and is tried again with the next', async () => {
  const store = await openStore(folder);
  await store.close();
  const file = join(folder, 'queue.db');
  await rename(file, `${file}.away`);
  const { reader, starts } = countedReader();
  await expect(reader.operation('get')('none')).rejects.toThrow(/unable to open/);
  await rename(`${file}.away`, file);
  expect(await reader.operation('get')('none')).toBeNull();
  expect(starts).toHaveLength(2);
  await reader.close();
});

it('that was closed looks nothing up any more, and begins no thread for it', async () => {
  const { reader, starts } = countedReader();
  await reader.close();
  await expect(reader.operation('get')('none')).rejects.toThrow('The store is closed.');
  expect(starts).toHaveLength(0);
});
