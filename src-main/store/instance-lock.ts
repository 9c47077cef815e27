import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface Holder {
  readonly pid: number;
  readonly face: string;
}

/**
 * Takes a data folder for this process, for as long as the returned lock is not closed. The lock is SQLite's
 * own file lock: it is free the moment a process dies, however it died.
 */
export function takeFolder(
  folder: string,
  holder: Holder,
): { readonly taken: true; release(): void } | { readonly taken: false; readonly by: Holder | null } {
  const db = new Database(join(folder, 'instance.lock.db'), { timeout: 0 });
  const holderFile = join(folder, 'instance.json');
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') {
      return { taken: false, by: readHolder(holderFile) };
    }
    throw error;
  }
  writeFileSync(holderFile, JSON.stringify(holder), { mode: 0o600 });
  return { taken: true, release: () => db.close() };
}

function readHolder(file: string): Holder | null {
  try {
    // Only whoever held this folder's lock wrote it.
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    // It is written just after the lock is taken; not there yet is not worth a failure.
    return null;
  }
}
