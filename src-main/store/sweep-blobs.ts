import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '#main/ports/blob-store.ts';
import type { CallStore } from '#main/ports/store.ts';

/** A younger file may belong to a call that is just being put on disk. */
const leastAgeMs = 3_600_000;
const filesAtOnce = 500;

/** Removes the files that no call refers to: their process ended between the file and the row. */
export async function sweepBlobs(
  folder: string,
  filesInUse: CallStore['filesInUse'],
  blobs: BlobStore,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  for (let at = 0; at < files.length; at += filesAtOnce) {
    const some = files.slice(at, at + filesAtOnce);
    const used = new Set(await filesInUse(some));
    for (const file of some) {
      if (used.has(file)) continue;
      const { mtimeMs } = await stat(join(folder, file));
      if (Date.now() - mtimeMs > leastAgeMs) await blobs.remove(file);
    }
  }
}
