// The 32 random bytes that API keys and secrets are kept under, shared by both faces of an installation.
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '#main/sync-folder.ts';

const keyBytes = 32;

/** Reads `<folder>/data-key`, or makes it at the first start. Throws where the file is not a key. */
export async function loadDataKey(folder: string): Promise<Uint8Array> {
  const path = join(folder, 'data-key');
  const key = await loadSecretFile(path, () => randomBytes(keyBytes));
  if (key.byteLength !== keyBytes) {
    throw new Error(`${path} is damaged: a data key has ${keyBytes} bytes, this file has ${key.byteLength}.`);
  }
  return key;
}

/** Reads a file that its owner alone may read; makes it durably, once, where there is none. */
export async function loadSecretFile(path: string, make: () => Uint8Array): Promise<Uint8Array> {
  const kept = await readIfThere(path);
  if (kept !== null) {
    // A copied or restored folder may have lost the mode.
    await chmod(path, 0o600);
    return kept;
  }
  await placeOnce(path, make());
  return readFile(path);
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Two first starts at once agree on one file: `link` never replaces. */
async function placeOnce(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
