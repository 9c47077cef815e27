// Bodies too large for a row, each in a file of its own. A name is given only to bytes that are on stable
// storage; what was being written when the process died is gone with the next start.
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crashPoint } from '#main/crash-point.ts';
import { isFullError } from './full-error.ts';
import { type BlobStore, type BlobWriter, sealedEnding } from '#main/ports/blob-store.ts';
import { syncFolder } from '#main/sync-folder.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';

const blobName = /^[0-9a-f]{32}(\.sealed)?$/;

/** A blob store that knows which of its files are not yet on disk as those of a call. */
export interface OwnBlobs extends BlobStore {
  /** Made in this life, and neither settled nor removed. */
  isUnderway(file: string): boolean;
  /** The row of its call is on disk, or never will be. */
  settle(file: string): void;
}

/** Keeps blobs in `folder`, and in `folder/tmp` while they are written. `onFull`: there was no room. */
export function createBlobStore(folder: string, onFull: () => void = () => {}): OwnBlobs {
  const underway = new Set<string>();
  const tmp = join(folder, 'tmp');
  rmSync(tmp, { recursive: true, force: true });
  mkdirSync(tmp, { recursive: true, mode: 0o700 });

  /** The one place where what the file system says becomes a failure of the store. */
  async function asStoreFailure<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      if (cause instanceof StoreFailure) throw cause;
      const isFull = isFullError(cause);
      if (isFull) onFull();
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new StoreFailure(message, { cause, code: isFull ? 'storage_full' : 'storage_failed' });
    }
  }

  return {
    async create({ isSealed } = { isSealed: false }) {
      const file = `${randomBytes(16).toString('hex')}${isSealed ? sealedEnding : ''}`;
      const writer = await asStoreFailure(openWriter(folder, tmp, file));
      return {
        write: (chunk) => asStoreFailure(writer.write(chunk)),
        keep() {
          underway.add(file);
          return asStoreFailure(writer.keep());
        },
        discard() {
          underway.delete(file);
          return writer.discard();
        },
      };
    },
    read: (file) => asStoreFailure(unlessLost(readFile(pathOf(folder, file)))),
    readPart: (file, { from, bytes }) =>
      asStoreFailure(unlessLost(readPart(pathOf(folder, file), from, bytes))),
    remove(file) {
      underway.delete(file);
      return asStoreFailure(rm(join(folder, file), { force: true }));
    },
    isUnderway: (file) => underway.has(file),
    settle: (file) => void underway.delete(file),
  };
}

/** A file that somebody took away is no fault of the disk: all else can be relied on. */
const unlessLost = <T>(reading: Promise<T>): Promise<T> =>
  reading.catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    throw new StoreFailure('The file of the body is gone.', { cause, code: 'body_lost' });
  });

function pathOf(folder: string, file: string): string {
  if (!blobName.test(file)) throw new Error('A blob has a name of 32 hexadecimal digits.');
  return join(folder, file);
}

async function readPart(path: string, from: number, bytes: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const part = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(part, 0, bytes, from);
    return part.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function openWriter(folder: string, tmp: string, file: string): Promise<BlobWriter> {
  const path = join(tmp, file);
  const handle = await open(path, 'wx', 0o600);
  let bytes = 0;
  return {
    write(chunk) {
      bytes += chunk.byteLength;
      return handle.appendFile(chunk);
    },
    async keep() {
      await putInPlace(handle, path, folder, file);
      crashPoint('blob_kept');
      return { file, bytes };
    },
    async discard() {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}

async function putInPlace(handle: FileHandle, path: string, folder: string, file: string): Promise<void> {
  await handle.sync();
  await handle.close();
  crashPoint('blob_written');
  await rename(path, join(folder, file));
  await syncFolder(folder);
}
