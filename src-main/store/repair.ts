// The way out of damage that somebody chose. What was there is set aside, never deleted; the new database is whole
// before the old one leaves its place.
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Restored } from '#main/ports/safekeeping.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { RecoveryChoice } from '#shared/model/setting.ts';
import { listBackups, openBackup, type OpenedBackup } from './backups.ts';
import { buildDatabase, type DatabaseName, fileOf, migrationsOf, putInPlace, sidesOf } from './databases.ts';
import { syncFolder } from './durable-files.ts';
import type { Damage } from './examine.ts';
import { copyRows } from './copy-rows.ts';
import { openForReading, openForWriting, type Db } from './open.ts';
import { fillQueue, raiseSequence } from './salvage.ts';

/** Thrown before anything was touched. */
export class NotRepaired extends Error {
  override readonly name = 'NotRepaired';
  readonly problem: Problem;

  constructor(why: Problem) {
    super(why.detail);
    this.problem = why;
  }
}

export function repair(
  folder: string,
  damage: Damage,
  { choice, file }: RecoveryChoice,
  nowMs: number,
): Restored {
  if (choice === 'continue') {
    if (damage.problem.code !== 'calls_missing')
      throw new NotRepaired(problem('input_invalid', { detail: 'Only missing calls can be passed over.' }));
    return goOn(folder, damage);
  }
  const backup = choice === 'restore' ? chosenBackup(folder, damage, file) : null;
  try {
    const aside = join(folder, `damaged-${new Date(nowMs).toISOString().replaceAll(':', '-')}`);
    const sources = { choice, backup, file: file ?? null };
    const calls = damage.databases.map((name) => build(folder, name, damage, sources));
    mkdirSync(aside, { mode: 0o700 });
    for (const name of damage.databases) replace(folder, name, aside);
    if (damage.databases.includes('queue')) moveBlobs(folder, aside, backup);
    syncFolder(folder);
    return { calls: calls.find((count) => count !== null) ?? countCalls(folder), setAside: aside };
  } finally {
    backup?.close();
  }
}

/** What is there is taken as it is; the numbers of the lost ones are not given again. */
function goOn(folder: string, { maxSeq }: Damage): Restored {
  const db = openForWriting(fileOf(folder, 'queue'));
  try {
    raiseSequence(db, maxSeq);
    return { calls: db.prepare('SELECT count(*) FROM calls').pluck().get() as number, setAside: null };
  } finally {
    db.close();
  }
}

interface Sources {
  readonly choice: RecoveryChoice['choice'];
  readonly backup: OpenedBackup | null;
  readonly file: string | null;
}

/** Gives the calls of a new queue; null for the configuration. */
function build(
  folder: string,
  name: DatabaseName,
  damage: Damage,
  { choice, backup, file }: Sources,
): number | null {
  if (name === 'config') {
    const from =
      choice === 'salvage'
        ? fileOf(folder, name)
        : choice === 'empty'
          ? null
          : configSource(folder, backup, file);
    withSource(from, (old) =>
      buildDatabase(folder, name, versionIn(old, name), (db) => {
        if (old !== null) copyRows(old, db, 0);
      }),
    );
    return null;
  }
  let calls = 0;
  const fill = (old: Db | null) =>
    buildDatabase(folder, name, versionIn(old, name), (db) => {
      calls = fillQueue(old, db, damage.maxSeq);
    });
  if (backup !== null) fill(backup.queue);
  else withSource(choice === 'salvage' ? fileOf(folder, name) : null, fill);
  return calls;
}

/** A copy of the configuration is made after each change; a backup that somebody named stands above it. */
function configSource(folder: string, backup: OpenedBackup | null, file: string | null): string | Uint8Array {
  const copy = listBackups(folder, 'config')[0];
  if (copy !== undefined && file === null) return copy;
  if (backup === null) throw new NotRepaired(noBackup);
  return backup.config();
}

function withSource(from: string | Uint8Array | null, use: (old: Db | null) => void): void {
  if (from === null) return use(null);
  const old = openForReading(from);
  try {
    use(old);
  } finally {
    old.close();
  }
}

/** Its own schema, to be brought up to date when it is opened; ours where there is nothing to read. */
function versionIn(old: Db | null, name: DatabaseName): number {
  const newest = migrationsOf[name].length;
  try {
    const version = old?.pragma('user_version', { simple: true }) as number | undefined;
    return version !== undefined && version > 0 && version <= newest ? version : newest;
  } catch {
    return newest;
  }
}

const noBackup = problem('backup_unreadable', { detail: 'There is no backup here; name one.' });

function chosenBackup(folder: string, { databases }: Damage, file: string | undefined): OpenedBackup | null {
  const path = file ?? listBackups(folder, 'hookline')[0];
  if (path === undefined) {
    if (!databases.includes('queue') && listBackups(folder, 'config').length > 0) return null;
    throw new NotRepaired(noBackup);
  }
  if (!existsSync(path))
    throw new NotRepaired(problem('backup_unreadable', { detail: `There is no file ${path}.` }));
  const backup = openBackup(path);
  if (backup === null)
    throw new NotRepaired(
      problem('backup_unreadable', { detail: `${path} is not a backup of Hookline, or is damaged.` }),
    );
  if (backup.version > migrationsOf.queue.length) {
    backup.close();
    throw new NotRepaired(
      problem('database_newer', { detail: `${path} was made by a newer version of Hookline.` }),
    );
  }
  return backup;
}

/** All files of a database together: a log beside another database than its own would damage that too. */
function replace(folder: string, name: DatabaseName, aside: string): void {
  const file = fileOf(folder, name);
  for (const path of [file, ...sidesOf(file)]) {
    if (existsSync(path)) renameSync(path, join(aside, basename(path)));
  }
  syncFolder(folder);
  putInPlace(folder, name);
}

/** Bodies that no call refers to any more stay with the database that did. */
function moveBlobs(folder: string, aside: string, backup: OpenedBackup | null): void {
  const blobs = join(folder, 'blobs');
  mkdirSync(blobs, { recursive: true, mode: 0o700 });
  for (const { name, bytes } of backup?.blobs() ?? []) {
    const path = join(blobs, name);
    if (!existsSync(path)) writeFileSync(path, bytes, { mode: 0o600, flush: true });
  }
  const db = openForReading(fileOf(folder, 'queue'));
  try {
    const isUsed = db.prepare('SELECT 1 FROM requests WHERE body_file = ?').pluck();
    const unused = readdirSync(blobs, { withFileTypes: true }).filter(
      (entry) => entry.isFile() && isUsed.get(entry.name) === undefined,
    );
    if (unused.length > 0) mkdirSync(join(aside, 'blobs'), { mode: 0o700 });
    for (const { name } of unused) renameSync(join(blobs, name), join(aside, 'blobs', name));
  } finally {
    db.close();
  }
  syncFolder(blobs);
}

function countCalls(folder: string): number {
  const db = openForReading(fileOf(folder, 'queue'));
  try {
    return db.prepare('SELECT count(*) FROM calls').pluck().get() as number;
  } finally {
    db.close();
  }
}
