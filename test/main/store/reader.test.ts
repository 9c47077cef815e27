// The thread that looks things up begins with the first look.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

function countedReader(workerUrl = testHost(folder).workers.store) {
  const starts: Promise<unknown>[] = [];
  const seen = { lost: [] as string[], ended: [] as string[] };
  const clock = { tick: 0 };
  const reader = createReader({
    start(lost) {
      const waitingBytes = new BigInt64Array(new SharedArrayBuffer(8));
      const data = { role: 'reader' as const, folder, face: 'headless', serves: true, waitingBytes };
      const thread = startStoreThread<ReadOperations>(workerUrl, data, { lost, full() {} });
      starts.push(thread);
      return thread;
    },
    lost: ({ message }) => seen.lost.push(message),
    ended: ({ message }) => seen.ended.push(message),
    tick: () => clock.tick,
  });
  return { reader, starts, seen, clock };
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
  const { reader, starts, seen } = countedReader();
  for (const look of [1, 2])
    await expect(reader.operation('get')('none'), `look ${look}`).rejects.toThrow(/unable to open/);
  await rename(`${file}.away`, file);
  expect(await reader.operation('get')('none')).toBeNull();
  expect([starts.length, seen]).toEqual([3, { lost: [], ended: [] }]);
  await reader.close();
});

it('that was closed looks nothing up any more, and begins no thread for it', async () => {
  const { reader, starts } = countedReader();
  await reader.close();
  await expect(reader.operation('get')('none')).rejects.toThrow('The store is closed.');
  expect(starts).toHaveLength(0);
});

describe('that ended by itself', () => {
  const mortal = new URL('./mortal-worker.ts', import.meta.url);
  const failed = { code: 'storage_failed' };

  it('fails those who wait, and is begun again for the next look', async () => {
    const { reader, starts, seen } = countedReader(mortal);
    const get = reader.operation('get');
    const looks = await Promise.allSettled([get('one'), get('end'), get('other')]);
    expect(looks).toMatchObject(Array(3).fill({ status: 'rejected', reason: failed }));
    expect(await get('one')).toBeNull();
    expect([starts.length, seen.ended.length, seen.lost]).toEqual([2, 1, []]);
    await reader.close();
  });

  it('twice within a minute is not begun a third time', async () => {
    const { reader, starts, seen, clock } = countedReader(mortal);
    const get = reader.operation('get');
    for (const tick of [0, 60_000, 119_999]) {
      clock.tick = tick;
      await expect(get('end')).rejects.toMatchObject(failed);
    }
    await expect(get('one')).rejects.toMatchObject(failed);
    expect([starts.length, seen.ended.length, seen.lost.length]).toEqual([3, 2, 1]);
  });

  it('since it cannot rely on its file is not begun again', async () => {
    const { reader, starts, seen } = countedReader(mortal);
    await expect(reader.operation('get')('break')).rejects.toThrow('disk I/O error');
    await expect(reader.operation('get')('one')).rejects.toMatchObject(failed);
    expect([starts.length, seen]).toEqual([
      1,
      { lost: [expect.stringContaining('disk I/O error') as string], ended: [] },
    ]);
  });
});
