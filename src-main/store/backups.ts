// Backups: one file with the calls, the configuration and the large bodies, made while calls come in. It is an SQLite
// database: the queue as it stood at one moment, and beside it the other files by name. The data key is not in it.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { backupId } from '#main/ports/own-databases.ts';
import { fileOf } from './databases.ts';
import { placeFile } from './durable-files.ts';
import { openForReading, type Db } from './open.ts';

const configEntry = 'config.db';
const kept = 7;

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  readonly calls: number;
}

/** On connections of its own, so that neither the writer nor the reader waits. Whether `file` may be one was asked. */
export function makeBackup(folder: string, file: string): MadeBackup {
  // A name of its own: `<file>.part` may be somebody's.
  const draft = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    copyWhole(fileOf(folder, 'queue'), draft);
    const calls = addFiles(folder, draft);
    placeFile(draft, file);
    return { file, bytes: statSync(file).size, calls };
  } finally {
    rmSync(draft, { force: true });
  }
}

function addFiles(folder: string, draft: string): number {
  const config = `${draft}.config`;
  const db = new Database(draft);
  try {
    db.pragma('synchronous = FULL');
    db.exec('CREATE TABLE backup_files (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
    const add = db.prepare('INSERT INTO backup_files (name, bytes) VALUES (?, ?)');
    copyWhole(fileOf(folder, 'config'), config);
    add.run(configEntry, readFileSync(config));
    for (const blob of db
      .prepare('SELECT DISTINCT body_file FROM requests WHERE body_file IS NOT NULL')
      .pluck()
      .all() as string[]) {
      const path = join(folder, 'blobs', blob);
      // Its call has been removed since the moment of this backup.
      if (existsSync(path)) add.run(`blobs/${blob}`, readFileSync(path));
    }
    db.pragma(`application_id = ${backupId}`);
    return db.prepare('SELECT count(*) FROM calls').pluck().get() as number;
  } finally {
    db.close();
    rmSync(config, { force: true });
  }
}

/** A copy as of one moment, without free pages; for its owner alone, since it holds what callers sent. */
export function copyWhole(from: string, to: string): void {
  const db = openForReading(from);
  try {
    // SQLite takes an empty file as it is, and would make one that all may read.
    closeSync(openSync(to, 'wx', 0o600));
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}

export interface OpenedBackup {
  readonly queue: Db;
  readonly version: number;
  config(): Uint8Array;
  blobs(): Iterable<{ readonly name: string; readonly bytes: Uint8Array }>;
  close(): void;
}

/** null where the file is no backup. */
export function openBackup(file: string): OpenedBackup | null {
  let queue: Db;
  try {
    queue = openForReading(file);
  } catch {
    return null;
  }
  const read = <T>(sql: string): T => queue.prepare(sql).pluck().get() as T;
  try {
    if (queue.pragma('application_id', { simple: true }) !== backupId) throw new Error('no backup');
    if (queue.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new Error('damaged');
  } catch {
    queue.close();
    return null;
  }
  return {
    queue,
    version: queue.pragma('user_version', { simple: true }) as number,
    config: () => read(`SELECT bytes FROM backup_files WHERE name = '${configEntry}'`),
    *blobs() {
      const names = queue
        .prepare("SELECT name FROM backup_files WHERE name LIKE 'blobs/%'")
        .pluck()
        .all() as string[];
      const bytesOf = queue.prepare('SELECT bytes FROM backup_files WHERE name = ?').pluck();
      for (const name of names)
        yield { name: name.slice('blobs/'.length), bytes: bytesOf.get(name) as Uint8Array };
    },
    close: () => queue.close(),
  };
}

const backupsIn = (folder: string): string => join(folder, 'backups');
const stamp = (nowMs: number): string => new Date(nowMs).toISOString().replaceAll(':', '-');

/** Where the next automatic backup goes. */
export const newBackupFile = (folder: string, nowMs: number): string =>
  join(makeBackupsFolder(folder), `hookline-${stamp(nowMs)}.backup`);

export function makeBackupsFolder(folder: string): string {
  mkdirSync(backupsIn(folder), { mode: 0o700, recursive: true });
  return backupsIn(folder);
}

/** The automatic backups, or the copies of the configuration; the newest first. */
export function listBackups(folder: string, kind: 'hookline' | 'config'): string[] {
  if (!existsSync(backupsIn(folder))) return [];
  const fits = new RegExp(`^${kind}-.*\\.(backup|db)$`);
  const names = readdirSync(backupsIn(folder)).filter((name) => fits.test(name));
  // Their names sort by time.
  return names.sort((a, b) => (a < b ? 1 : -1)).map((name) => join(backupsIn(folder), name));
}

export function dropOldBackups(folder: string, kind: 'hookline' | 'config'): void {
  for (const file of listBackups(folder, kind).slice(kept)) rmSync(file, { force: true });
}

/** The configuration is small, and what a designer made is not lost with the file it is in. */
export function copyConfig(folder: string, nowMs: number): void {
  const file = join(makeBackupsFolder(folder), `config-${stamp(nowMs)}.db`);
  const draft = `${file}.part`;
  copyWhole(fileOf(folder, 'config'), draft);
  placeFile(draft, file);
  dropOldBackups(folder, 'config');
}
