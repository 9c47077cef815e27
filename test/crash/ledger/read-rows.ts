// What a dead service has left on disk, read with SQLite alone: the product is not asked about itself.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CallState } from '#shared/model/call.ts';
import type { Look } from './ledger.ts';

export interface Row {
  readonly sequence: number;
  readonly id: string;
  /** Null for what the workload did not send. */
  readonly cid: string | null;
  readonly lane: string;
  readonly laneSequence: number | null;
  readonly state: CallState;
  readonly attempt: number;
  readonly problemCode: string | null;
  /** Those that have ended, in order. */
  readonly attempts: readonly { readonly attempt: number; readonly outcome: string }[];
  /** `lost` where the file of a body is not there. */
  readonly bodyHash: string;
  /** Waited, ran, in all; null where that is not known. */
  readonly durationsMs: readonly (number | null)[];
}

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

function read<T>(folder: string, use: (db: Database.Database) => T): T {
  const db = new Database(join(folder, 'queue.db'), { readonly: true });
  try {
    return use(db);
  } finally {
    db.close();
  }
}

export const look = (folder: string): Look['rows'] =>
  read(
    folder,
    (db) =>
      db
        .prepare(`SELECT id, sequence FROM calls WHERE state <> 'refused' ORDER BY sequence`)
        .all() as Look['rows'][number][],
  );

/** What SQLite says of the file; `ok` where it is sound. */
export const integrity = (folder: string): string =>
  read(folder, (db) => db.pragma('integrity_check', { simple: true }) as string);

export function readRows(folder: string): Row[] {
  return read(folder, (db) => {
    const attempts = Map.groupBy(
      db.prepare('SELECT sequence, attempt, outcome FROM attempts ORDER BY sequence, attempt').all() as {
        sequence: number;
        attempt: number;
        outcome: string;
      }[],
      ({ sequence }) => sequence,
    );
    const rows = db
      .prepare(
        `SELECT sequence, id, integration, lane_sequence, state, attempt, problem_code, wait_ms, run_ms, total_ms,
           raw_query, body, body_file FROM calls JOIN requests USING (sequence) ORDER BY sequence`,
      )
      .all() as CallRow[];
    return rows.map((row) => ({
      sequence: row.sequence,
      id: row.id,
      cid: new URLSearchParams(row.raw_query).get('cid'),
      lane: row.integration ?? '',
      laneSequence: row.lane_sequence,
      state: row.state,
      attempt: row.attempt,
      problemCode: row.problem_code,
      attempts: (attempts.get(row.sequence) ?? []).map(({ attempt, outcome }) => ({ attempt, outcome })),
      bodyHash: bodyHash(folder, row),
      durationsMs: [row.wait_ms, row.run_ms, row.total_ms],
    }));
  });
}

interface CallRow {
  readonly sequence: number;
  readonly id: string;
  readonly integration: string | null;
  readonly lane_sequence: number | null;
  readonly state: CallState;
  readonly attempt: number;
  readonly problem_code: string | null;
  readonly wait_ms: number | null;
  readonly run_ms: number | null;
  readonly total_ms: number | null;
  readonly raw_query: string;
  readonly body: Uint8Array | null;
  readonly body_file: string | null;
}

function bodyHash(folder: string, { body, body_file: name }: CallRow): string {
  if (name === null) return hashOf(body ?? new Uint8Array());
  const file = join(folder, 'blobs', name);
  return existsSync(file) ? hashOf(readFileSync(file)) : 'lost';
}
