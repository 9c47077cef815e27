// The two databases of an installation: their names, their schemas, and how a new one comes to be.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { placeFile, syncFolder } from './durable-files.ts';
import { migrate } from './migrate.ts';
import { configMigrations } from './migrations/config.ts';
import { queueMigrations } from './migrations/queue.ts';
import { openForWriting, type Db } from './open.ts';

export type DatabaseName = 'queue' | 'config';
export const databaseNames: readonly DatabaseName[] = ['queue', 'config'];
export const migrationsOf: Readonly<Record<DatabaseName, readonly string[]>> = {
  queue: queueMigrations,
  config: configMigrations,
};
export const fileOf = (folder: string, name: DatabaseName): string => join(folder, `${name}.db`);
/** What SQLite keeps beside a database. */
export const sidesOf = (file: string): readonly string[] => [`${file}-wal`, `${file}-shm`];

/** A finished database that is not in its place yet. */
const newFileOf = (folder: string, name: DatabaseName): string => `${fileOf(folder, name)}.new`;

/**
 * Makes a database under another name, whole and on stable storage; `putInPlace` gives it its own. Whoever dies in
 * between leaves either nothing or a finished one, which the next start puts in place.
 */
export function buildDatabase(
  folder: string,
  name: DatabaseName,
  version: number,
  fill: (db: Db) => void,
): void {
  const building = `${fileOf(folder, name)}.building`;
  for (const file of [building, ...sidesOf(building)]) rmSync(file, { force: true });
  const db = openForWriting(building);
  try {
    migrate(db, migrationsOf[name].slice(0, version), () => building);
    fill(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  placeFile(building, newFileOf(folder, name));
}

/** The place must be free. */
export function putInPlace(folder: string, name: DatabaseName): void {
  renameSync(newFileOf(folder, name), fileOf(folder, name));
  syncFolder(folder);
}

export const isBuilt = (folder: string, name: DatabaseName): boolean => existsSync(newFileOf(folder, name));

export const makeDatabase = (folder: string, name: DatabaseName): void => {
  buildDatabase(folder, name, migrationsOf[name].length, () => {});
  putInPlace(folder, name);
};
