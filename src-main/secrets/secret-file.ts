// Files that their owner alone may read: made durably, and once.
import { randomUUID } from 'node:crypto';
import { chmod, link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '#main/sync-folder.ts';

/** Reads such a file; makes it where there is none. */
export async function loadSecretFile(path: string, make: () => Uint8Array): Promise<Uint8Array> {
  const kept = await readSecretFile(path);
  if (kept !== null) return kept;
  await placeOnce(path, make());
  return readFile(path);
}

/** Null where there is none. */
export async function readSecretFile(path: string): Promise<Uint8Array | null> {
  const kept = await readIfThere(path);
  // A copied or restored folder may have lost the mode.
  if (kept !== null) await chmod(path, 0o600);
  return kept;
}

/** Puts a file in place of another one: the old or the new is there, whatever happens. */
export async function replaceSecretFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = await writeDraft(path, bytes);
  await rename(draft, path);
  await syncFolder(dirname(path));
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
  const draft = await writeDraft(path, bytes);
  try {
    await link(draft, path).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

async function writeDraft(path: string, bytes: Uint8Array): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
