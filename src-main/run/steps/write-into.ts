// Writes a file so that it is there whole, on stable storage, or not at all; and only where the operator allows it.
import { randomUUID } from 'node:crypto';
import { constants, link, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '#main/sync-folder.ts';
import { isWithin, whyNoFolder } from '../permissions.ts';
import { StepFailure, wordsOf } from '../step-failure.ts';

export interface WriteRule {
  readonly mode: 'create' | 'replace' | 'append';
  readonly allowed: readonly string[];
  /** Hookline's own folder: one who may write there could change what it has promised. */
  readonly forbidden: string;
  readonly signal: AbortSignal;
}

export async function writeInto(
  folder: string,
  name: string,
  bytes: Uint8Array,
  { mode, allowed, forbidden, signal }: WriteRule,
): Promise<{ readonly path: string; readonly bytes: number }> {
  const real = await whereAllowed(folder, allowed, forbidden);
  const path = join(real, name);
  try {
    if (mode === 'append') await append(path, bytes);
    else await putWhole(path, bytes, mode, signal);
    await syncFolder(real);
  } catch (error) {
    if (signal.aborted) throw error;
    if (mode === 'create' && isCode(error, 'EEXIST')) {
      throw new StepFailure(`The file ${path} is there already.`, { isFinal: true });
    }
    throw new StepFailure(`The file ${path} cannot be written: ${wordsOf(error)}`);
  }
  return { path, bytes: bytes.byteLength };
}

/** As the folder really is: a link that leads out of what is allowed is not followed. */
async function whereAllowed(folder: string, allowed: readonly string[], forbidden: string): Promise<string> {
  const refused = (why: string) => new StepFailure(why, { code: 'folder_forbidden', isFinal: true });
  if (!allowed.some((one) => isWithin(folder, one))) throw refused(whyNoFolder(folder));
  try {
    const real = await realpath(folder);
    if (isWithin(real, await realpath(forbidden).catch(() => forbidden))) {
      throw refused(`Hookline keeps its own data in ${folder}: workflows do not write there.`);
    }
    for (const one of allowed) if (isWithin(real, await realpath(one).catch(() => one))) return real;
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    throw new StepFailure(`The folder ${folder} cannot be used: ${wordsOf(error)}`);
  }
  throw refused(whyNoFolder(folder));
}

async function append(path: string, bytes: Uint8Array): Promise<void> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  // Windows has no such flag.
  const asItself = process.platform === 'win32' ? 0 : O_NOFOLLOW;
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | asItself, 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function putWhole(
  path: string,
  bytes: Uint8Array,
  mode: 'create' | 'replace',
  signal: AbortSignal,
): Promise<void> {
  const part = join(dirname(path), `.${randomUUID()}.part`);
  const file = await open(part, 'wx', 0o644);
  try {
    try {
      await file.writeFile(bytes, { signal });
      await file.sync();
    } finally {
      await file.close();
    }
    // Neither follows a link that has the name.
    if (mode === 'replace') return await rename(part, path);
    await link(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
