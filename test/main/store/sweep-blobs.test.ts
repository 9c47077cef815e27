// Files of bodies that no call refers to: they go at a start, and now and then; those on their way into a call stay.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from '#main/ports/store.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { newCall, openStore } from '#test/support/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => {
  vi.useRealTimers();
  await dropFolder(folder);
});

const hourMs = 3_600_000;
const orphan = '0'.repeat(32);
const leaveOrphan = () => writeFile(join(folder, 'blobs', orphan), 'left');
const files = async () => (await readdir(join(folder, 'blobs'))).filter((name) => name !== 'tmp').toSorted();

async function keepBody(store: Store) {
  const writer = await store.blobs.create();
  await writer.write(Buffer.from('body'));
  return writer.keep();
}

const accept = (store: Store, kept: Awaited<ReturnType<typeof keepBody>>) =>
  store.calls.accept(
    newCall({ request: { ...newCall().request, body: { kind: 'file', ...kept } }, requestBytes: kept.bytes }),
  );

test('what a crash left goes at the next start, however young it is, and bodies of calls stay', async () => {
  const first = await openStore(folder);
  const kept = await keepBody(first);
  await accept(first, kept);
  await leaveOrphan();
  await first.close();
  const second = await openStore(folder);
  await until(files, (left) => !left.includes(orphan));
  expect(await files()).toEqual([kept.file]);
  await second.close();
});

test('what an error left goes while the service runs, and no body that is on its way into a call', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const store = await openStore(folder);
  const [of, onItsWay, refused] = [await keepBody(store), await keepBody(store), await keepBody(store)];
  await accept(store, of);
  await store.blobs.remove(refused.file);
  /** Hours pass until the files that were there have been looked at. */
  const sweep = async () => {
    await leaveOrphan();
    await until(
      () => {
        vi.advanceTimersByTime(hourMs);
        return files();
      },
      (left) => !left.includes(orphan),
    );
  };
  await sweep();
  expect(await files()).toEqual([of.file, onItsWay.file].toSorted());
  await accept(store, onItsWay);
  await sweep();
  expect(await files()).toEqual([of.file, onItsWay.file].toSorted());
  expect(Buffer.from(await store.blobs.read(onItsWay.file)).toString()).toBe('body');
  await store.close();
});
