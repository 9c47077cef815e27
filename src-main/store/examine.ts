// What is looked at before anything is written: whether the databases are there, whole, ours, and hold what the
// marker says they must. SQLite itself opens an emptied database, or one whose log was taken away, without a word.
import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { applicationId } from '#main/ports/own-databases.ts';
import { problem, type Problem } from '#shared/problem.ts';
import {
  type DatabaseName,
  databaseNames,
  fileOf,
  isBuilt,
  migrationsOf,
  putInPlace,
  sidesOf,
} from './databases.ts';
import { type Marker, readMarker } from './marker.ts';
import { openForReading, type Db } from './open.ts';

const weekMs = 7 * 24 * 3_600_000;
const headerBytes = 100;

/** Why an installation is not opened for writing. */
export interface Damage {
  readonly problem: Problem;
  readonly databases: readonly DatabaseName[];
  /** Those whose log is gone. */
  readonly lostLogs: readonly DatabaseName[];
  /** The highest sequence that was ever given, as far as anything tells. */
  readonly maxSeq: number;
}

export type Examined =
  | { readonly kind: 'newer'; readonly problem: Problem }
  | { readonly kind: 'damaged'; readonly damage: Damage }
  | {
      readonly kind: 'sound';
      /** null at a first start, and where the marker was lost. */
      readonly marker: Marker | null;
      readonly missing: readonly DatabaseName[];
      readonly checkedAtMs: number;
      readonly warning: string | null;
    };

/** `isDecided`: somebody chose to go on with what is there, whatever the marker says. */
export function examine(folder: string, nowMs: number, isDecided = false): Examined {
  for (const name of databaseNames) finishRepair(folder, name);
  const read = readMarker(folder);
  const marker = typeof read === 'string' ? null : read;
  const headers = databaseNames.map((name) => ({ name, header: readHeader(fileOf(folder, name)) }));

  const newer = headers.find(({ name, header }) => isNewer(name, header));
  if (newer !== undefined) return { kind: 'newer', problem: newerProblem(folder, newer.name) };

  const missing = headers.filter(({ header }) => header === null).map(({ name }) => name);
  const isFirst = marker === null && missing.length > 0 && headers.every((one) => isNothing(folder, one));
  if (isFirst) return { kind: 'sound', marker: null, missing, checkedAtMs: nowMs, warning: null };

  // A log that is there after a clean end was written by somebody else since.
  const isClean = marker?.cleanEnd === true && databaseNames.every((name) => !hasLog(folder, name));
  const isDue = !isClean || nowMs - marker.checkedAtMs > weekMs;
  const faults = headers.flatMap(({ name, header }) => {
    const why = faultOf(folder, name, {
      header,
      needsLog: marker?.cleanEnd === false && !isDecided,
      wasLost: marker?.lostLogs.includes(name) ?? false,
      readThrough: isDue,
    });
    return why === null ? [] : [{ name, why }];
  });
  const maxSeq = Math.max(marker?.maxSeq ?? 0, sequenceIn(folder));
  if (faults.some(({ why }) => why.newer === true)) {
    return { kind: 'newer', problem: newerProblem(folder, faults[0]!.name) };
  }
  if (faults.length > 0) {
    const detail = faults.map(({ name, why }) => `${name}.db ${why.text}.`).join(' ');
    const isLogOnly = faults.every(({ name, why }) => why.isLogGone && name === 'queue');
    const code = isLogOnly ? 'calls_missing' : 'database_damaged';
    const named = (some: readonly { name: DatabaseName }[]) => some.map(({ name }) => name);
    const lostLogs = named(faults.filter(({ why }) => why.isLogGone));
    const why = problem(code, { detail });
    return { kind: 'damaged', damage: { problem: why, databases: named(faults), lostLogs, maxSeq } };
  }
  const lost = marker === null || isDecided ? null : missingCalls(folder, marker);
  if (lost !== null) {
    const why = problem('calls_missing', { detail: lost });
    return { kind: 'damaged', damage: { problem: why, databases: ['queue'], lostLogs: [], maxSeq } };
  }
  const warning =
    marker === null
      ? `hwm.json is ${typeof read === 'string' ? read : ''}: whether calls are missing cannot be told. It is made anew.`
      : null;
  return { kind: 'sound', marker, missing, checkedAtMs: isDue ? nowMs : marker.checkedAtMs, warning };
}

interface Fault {
  readonly text: string;
  readonly isLogGone?: true;
  readonly newer?: true;
}

function faultOf(
  folder: string,
  name: DatabaseName,
  at: {
    readonly header: Buffer | null;
    /** The last life was broken off, so that what it wrote last is in its log. */
    readonly needsLog: boolean;
    /** The log was gone when somebody looked before. */
    readonly wasLost: boolean;
    readonly readThrough: boolean;
  },
): Fault | null {
  const file = fileOf(folder, name);
  const { header } = at;
  if (header === null) return { text: 'is missing' };
  if (header.length === 0) return { text: 'is empty' };
  if (at.needsLog && (at.wasLost ? !hasLog(folder, name) : !existsSync(`${file}-wal`))) {
    return { text: `has lost its log ${name}.db-wal, and with it what was written last`, isLogGone: true };
  }
  // With a log, page 1 may stand there, and SQLite heals a bad header by itself.
  if (!hasLog(folder, name)) {
    if (!header.toString('latin1').startsWith('SQLite format 3\0')) return { text: 'is not a database' };
    if (statSync(file).size < claimedBytes(header)) return { text: 'is shorter than it should be' };
  }
  return openingFault(file, name, at.readThrough);
}

function openingFault(file: string, name: DatabaseName, readThrough: boolean): Fault | null {
  let db: Db | null = null;
  try {
    db = openForReading(file);
    if ((db.pragma('user_version', { simple: true }) as number) > migrationsOf[name].length)
      return { text: 'is from a newer version', newer: true };
    if (db.pragma('application_id', { simple: true }) !== applicationId)
      return { text: 'is not a database of Hookline' };
    const found = readThrough ? db.pragma('quick_check(1)', { simple: true }) : 'ok';
    return found === 'ok' ? null : { text: `is damaged: ${String(found).split('\n').at(-1)}` };
  } catch (error) {
    return { text: `is damaged: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    db?.close();
  }
}

/** Calls that the marker knows and the database does not, in words; null where there are none. */
function missingCalls(folder: string, { dbId, maxSeq }: Marker): string | null {
  const db = openForReading(fileOf(folder, 'queue'));
  try {
    const id = readOne(db, 'SELECT id FROM identity');
    if (typeof id === 'string' && id !== dbId) return 'queue.db is another one than was in use here.';
    const last = sequenceOf(db);
    const lost = maxSeq - last;
    const calls = lost === 1 ? 'One call that was accepted is' : `${lost} calls that were accepted are`;
    return lost > 0 ? `${calls} missing from queue.db: it ends at ${last}, ${maxSeq} had been given.` : null;
  } finally {
    db.close();
  }
}

function sequenceIn(folder: string): number {
  try {
    const db = openForReading(fileOf(folder, 'queue'));
    try {
      return sequenceOf(db);
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}

export const sequenceOf = (db: Db): number =>
  (readOne(db, "SELECT seq FROM sqlite_sequence WHERE name = 'calls'") as number | undefined) ?? 0;

/** One value; undefined also where there is no such table. */
export function readOne(db: Db, sql: string): unknown {
  try {
    return db.prepare(sql).pluck().get();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no such table')) return undefined;
    throw error;
  }
}

/** A repair that built a database and died before it stood in its place. */
function finishRepair(folder: string, name: DatabaseName): void {
  const file = fileOf(folder, name);
  if (existsSync(file) || !isBuilt(folder, name)) return;
  for (const side of sidesOf(file)) if (existsSync(side)) renameSync(side, `${side}.old`);
  putInPlace(folder, name);
}

/** A start that was cut off before its second database, or before either. */
function isNothing(folder: string, { name, header }: { name: DatabaseName; header: Buffer | null }): boolean {
  if (header === null) return !existsSync(`${fileOf(folder, name)}-wal`);
  if (header.length < headerBytes || openingFault(fileOf(folder, name), name, false) !== null) return false;
  const db = openForReading(fileOf(folder, name));
  try {
    const table = name === 'queue' ? 'calls' : 'integrations';
    return readOne(db, `SELECT count(*) FROM ${table}`) === 0;
  } finally {
    db.close();
  }
}

function readHeader(file: string): Buffer | null {
  if (!existsSync(file)) return null;
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    return header.subarray(0, readSync(handle, header, 0, headerBytes, 0));
  } finally {
    closeSync(handle);
  }
}

function hasLog(folder: string, name: DatabaseName): boolean {
  return (statSync(join(folder, `${name}.db-wal`), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** By the file format: pages times their size, where the writer of the header counted them. */
function claimedBytes(header: Buffer): number {
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92);
  return isCounted ? header.readUInt32BE(28) * pageBytes : 0;
}

/** Read from the bytes, so that the file of another version is not even opened. */
const isNewer = (name: DatabaseName, header: Buffer | null): boolean =>
  header !== null &&
  header.length === headerBytes &&
  header.readUInt32BE(68) === applicationId &&
  header.readUInt32BE(60) > migrationsOf[name].length;

const newerProblem = (folder: string, name: DatabaseName): Problem =>
  problem('database_newer', {
    detail: `${fileOf(folder, name)} was written by a newer version of Hookline.`,
  });
