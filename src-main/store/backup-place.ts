// Where a backup may be written. Whoever may ask for one names any path of the machine, and must not thereby be able to
// destroy a file: this installation's own least of all.
import { closeSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { backupId } from '#main/ports/own-databases.ts';

/** Why there may be no backup at a path, and what helps; null where there may. Throws where its folder is not there. */
export function whyNoBackupAt(folder: string, file: string): string | null {
  if (!isAbsolute(file)) return 'This is no absolute path. Give the whole path of the file.';
  const place = realpathSync.native(dirname(file));
  const data = realpathSync.native(folder);
  const stands = lstatSync(file, { throwIfNoEntry: false });
  if (place === join(data, 'backups')) {
    return stands === undefined ? null : 'A file of that name is among the backups already. Give a new name.';
  }
  if (isInside(place, data)) {
    return 'This is in the data folder, where only `backups` takes new files. Choose a file elsewhere.';
  }
  if (stands === undefined || (stands.isFile() && isBackup(join(place, basename(file))))) return null;
  return 'What is there is no backup of Hookline and is not replaced. Choose another name, or remove it first.';
}

function isInside(place: string, folder: string): boolean {
  const way = relative(folder, place);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** By its head alone (SQLite file format, 1.3): a damaged one may be replaced too. */
function isBackup(file: string): boolean {
  const head = Buffer.alloc(100);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, head, 0, head.length, 0);
  } finally {
    closeSync(opened);
  }
  return head.toString('latin1', 0, 15) === 'SQLite format 3' && head.readUInt32BE(68) === backupId;
}
