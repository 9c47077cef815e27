// The entry of the process that holds one SQLite database open for a run worker. It ends when nobody listens any more.
import Database from 'better-sqlite3';
import { applicationId, backupId } from '#main/ports/own-databases.ts';
import { cellOf, parameterOf } from './cell.ts';
import { gatherRows } from './gather-rows.ts';
import { fromParent, toParent } from './parent.ts';
import type { SqlResult } from './session.ts';

export interface SqliteRequest {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly maxRows: number;
}
export type SqliteAnswer = SqlResult | { readonly error: string; readonly isFinal: boolean };

/** How long a statement waits for another writer. */
const busyMs = 5_000;

const send = (answer: SqliteAnswer): void => toParent(answer);
const failed = (error: unknown, isFinal = false): void =>
  send({ error: error instanceof Error ? error.message : String(error), isFinal });

function open(file: string): Database.Database | null {
  try {
    const db = new Database(file, { fileMustExist: true, timeout: busyMs });
    // By what it says of itself: its path may be a link.
    if (!isOwn(db)) return db;
    db.close();
    failed('Hookline keeps its own data there.', true);
  } catch (error) {
    failed(error);
  }
  return null;
}

function isOwn(db: Database.Database): boolean {
  const id = db.pragma('application_id', { simple: true });
  return id === applicationId || id === backupId;
}

const database = open(process.argv[2] ?? '');
if (database !== null) {
  database.defaultSafeIntegers(true);
  fromParent((request) => {
    try {
      send(run(database, request as SqliteRequest));
    } catch (error) {
      failed(error);
    }
  });
  send({ rows: [], rowCount: 0 });
}

/** SQLite has no right that could be taken away; one statement is prepared at a time, so its first word tells. */
const reachesBeyond =
  /^(?:[\s\uFEFF;]|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))*(?:attach\b|vacuum\b[^]*\binto\b)/i;

function run(db: Database.Database, { text, values, maxRows }: SqliteRequest): SqliteAnswer {
  if (reachesBeyond.test(text)) {
    return { error: 'This statement reaches beyond the file of its connection.', isFinal: true };
  }
  const statement = db.prepare(text);
  const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : parameterOf(value)));
  if (!statement.reader) {
    const { changes, lastInsertRowid } = statement.run(bound);
    const isInsert = /^\s*(insert|replace)\b/i.test(text) && changes > 0;
    return { rows: [], rowCount: changes, ...(isInsert && { insertId: cellOf(lastInsertRowid) }) };
  }
  const { rows, add } = gatherRows(maxRows);
  for (const row of statement.iterate(bound)) {
    const failure = add(
      Object.fromEntries(Object.entries(row as object).map(([name, cell]) => [name, cellOf(cell)])),
    );
    if (failure !== null) return { error: failure.message, isFinal: true };
  }
  return { rows, rowCount: rows.length };
}
