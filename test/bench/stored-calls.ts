// Calls by the thousand, made in the store's own tables: each is a copy of one that the service itself put there.
import { closeSync, cpSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startService, type Server } from './processes.ts';
import { send } from './wrk.ts';

const queueOf = (data: string): string => join(data, 'queue.db');

/** A data folder with one call of each of the paths, run to its end. */
async function seed(data: string, installation: string, paths: readonly string[]): Promise<void> {
  const service = await startService(data, installation);
  try {
    for (const path of paths) await send(`${service.url}${path}`);
    await untilDone(data);
  } finally {
    await service.stop('SIGTERM');
  }
}

/** A data folder in which each of the paths has so many calls: ended ones, or such that wait. */
export async function makeCalls(
  data: string,
  given: { installation: string; paths: readonly string[]; each: number; state: 'succeeded' | 'waiting' },
): Promise<void> {
  await seed(data, given.installation, given.paths);
  const db = new Database(queueOf(data));
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  const seeds = db.prepare('SELECT count(*) FROM calls').pluck().get() as number;
  const changed =
    given.state === 'succeeded'
      ? {}
      : {
          state: `'waiting'`,
          attempt: '0',
          lane_sequence: 'copy + 1',
          ...Object.fromEntries(
            ['started_at', 'wait_ms', 'run_ms', 'total_ms'].map((name) => [name, 'NULL']),
          ),
        };
  copyRows(db, 'calls', { each: given.each, seeds, changed: { ...changed, id: newId } });
  const others = given.state === 'succeeded' ? ['requests', 'results', 'attempts'] : ['requests'];
  for (const table of others) copyRows(db, table, { each: given.each, seeds, changed: {} });
  db.prepare('UPDATE lane_counters SET last = ?').run(given.each);
  db.close();
  // What the disk still has to write must not be paid by the rows that are measured.
  const file = openSync(queueOf(data), 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** In the order of the sequences, as real ones are. */
const newId = `printf('01981f5c-%04x-7000-8000-%012x', copy >> 16, sequence + copy * 1000)`;

/** Copies each seed; the sequences of one seed's copies are `seeds` apart, so that lanes take turns. */
function copyRows(
  db: Database.Database,
  table: string,
  { each, seeds, changed }: { each: number; seeds: number; changed: Readonly<Record<string, string>> },
): void {
  const columns = db.pragma(`table_info(${table})`) as { name: string }[];
  const names = columns.map(({ name }) => name);
  const values: Record<string, string> = { sequence: `sequence + copy * ${seeds}`, ...changed };
  db.exec(`
    WITH RECURSIVE copies (copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < ${each - 1})
    INSERT INTO ${table} (${names.join(', ')})
    SELECT ${names.map((name) => values[name] ?? name).join(', ')}
    FROM copies CROSS JOIN ${table} WHERE sequence <= ${seeds}`);
}

const lookEveryMs = 100;
const patienceMs = 60_000;

/** Waits until no call of a path waits or runs; of any path where none is named. */
export async function untilDone(data: string, path = '%'): Promise<void> {
  const db = new Database(queueOf(data), { readonly: true });
  const open = db.prepare(
    `SELECT 1 FROM calls WHERE state IN ('waiting', 'running') AND path LIKE ? LIMIT 1`,
  );
  const until = performance.now() + patienceMs;
  while (open.get(path) !== undefined) {
    if (performance.now() > until) throw new Error('The calls do not come to an end.');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  db.close();
}

/** How many calls a second ended, the first fifth left out: a service that has just started is slower. */
export function endsPerSecond(data: string): number {
  const db = new Database(queueOf(data), { readonly: true });
  const ends = db.prepare('SELECT finished_at FROM attempts ORDER BY finished_at').pluck().all() as number[];
  db.close();
  const from = Math.floor(ends.length / 5);
  return ((ends.length - 1 - from) / (ends.at(-1)! - ends[from]!)) * 1_000;
}

/** Starts a service on a copy of a prepared folder, which stays as it is. */
export function startOnCopy(prepared: string, data: string): Promise<Server> {
  cpSync(prepared, data, { recursive: true });
  return startService(data);
}
