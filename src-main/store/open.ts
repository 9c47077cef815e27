import { chmodSync, existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { applicationId } from '#main/ports/own-databases.ts';

export type Db = Database.Database;

/**
 * Opens the one connection that writes to a file. WAL with FULL: a commit has returned only when it is on
 * stable storage. better-sqlite3 is built with NORMAL for WAL and says FULL until the first write, hence the
 * check after it.
 */
export function openForWriting(file: string): Db {
  refuseOldNode();
  const isNew = !existsSync(file);
  const db = new Database(file);
  // Only a file without tables takes it; free pages are given back to the disk where retention leaves many.
  db.pragma('auto_vacuum = INCREMENTAL');
  if (isNew) chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('busy_timeout = 5000');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
  db.pragma('wal_autocheckpoint = 1000');
  db.pragma('journal_size_limit = 67108864');
  if (process.platform === 'darwin') {
    // Only this makes a Mac's disk flush its cache.
    db.pragma('fullfsync = 1');
    db.pragma('checkpoint_fullfsync = 1');
  }
  // Each writing of it is a commit, and a full disk has no room for one that changes nothing.
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    db.pragma(`application_id = ${applicationId}`);
  if (
    db.pragma('journal_mode', { simple: true }) !== 'wal' ||
    db.pragma('synchronous', { simple: true }) !== 2
  ) {
    throw new Error(`${file} does not keep commits through a power loss: WAL with FULL is not to be had.`);
  }
  return db;
}

/** Opens a connection that only reads, bytes too; its transactions are short, since a long one stops checkpoints. */
export function openForReading(file: string | Uint8Array): Db {
  refuseOldNode();
  const db = new Database(typeof file === 'string' ? file : Buffer.from(file), { readonly: true });
  db.pragma('busy_timeout = 5000');
  db.pragma('temp_store = MEMORY');
  return db;
}

/** better-sqlite3 13 ends an older Node without a word; say it in words. */
function refuseOldNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 22) throw new Error(`Node.js 22 or later is needed, this is ${process.versions.node}.`);
}
