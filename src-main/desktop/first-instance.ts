// One instance for each data folder, by Chromium's lock: `SingletonLock` in it, a link that names computer and process.
import { readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * `ours`: this is the first instance; `told`: another one is, and knows of this start; otherwise why neither is so, and what to
 * do. A lock that another computer left, or this one under another name, is in nobody's way: whether the folder is in use is for
 * Hookline's own lock to say.
 */
export function beFirstInstance(
  request: () => boolean,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): 'ours' | 'told' | Error {
  if (request()) return 'ours';
  // Windows has no such link, and none that stays.
  if (platform === 'win32' || isHeldHere(folder)) return 'told';
  removeIfPossible(linkIn(folder));
  if (request()) return 'ours';
  return isHeldHere(folder) ? 'told' : new Error(refused(folder));
}

const linkIn = (folder: string): string => join(folder, 'SingletonLock');

function removeIfPossible(link: string): void {
  try {
    rmSync(link, { force: true });
  } catch {
    // It is asked for once more, which says so.
  }
}

function isHeldHere(folder: string): boolean {
  try {
    const [, computer, pid] = /^(.*)-(\d+)$/.exec(readlinkSync(linkIn(folder))) ?? [];
    return computer === hostname() && process.kill(Number(pid), 0);
  } catch (error) {
    // Somebody else's process is one too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const refused = (folder: string): string =>
  `The lock that keeps a second Hookline from this folder cannot be taken: ${linkIn(folder)}. ` +
  'The folder has to be on a disk that knows symbolic links, and may be written. Where no Hookline runs on it, ' +
  'delete the files whose names begin with Singleton in it, and start again.';
