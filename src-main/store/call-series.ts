// Counts how calls end, for charts: by the minute in which they were received, their integration and their key. What a
// transaction counted goes into a journal with it, as one row, so that nothing is lost or counted twice whatever
// happens; from there it goes into the series a little at a time.
import { type Outcome, outcomes } from '#shared/model/chart-terms.ts';
import { addTo, bucketOf, type Histogram } from './histogram.ts';
import type { Db } from './open.ts';
import { seriesTable, type SeriesEntry } from './series-table.ts';
import type { Tally } from './tally.ts';

/** What is counted of a call besides how it ended. */
export interface CountedCall {
  readonly integrationId: string | null;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
}

interface Ended {
  readonly state: Outcome;
  readonly waitMs?: number | null;
  readonly runMs?: number | null;
}

export interface CallSeries extends Tally {
  /** Its end will be counted without a look at its row. */
  begin(sequence: number, call: CountedCall): void;
  /** What was known of it will not be needed. */
  leave(sequence: number): void;
  /** After its row says so. */
  end(sequence: number, ended: Ended): void;
  count(call: CountedCall, ended: Ended): void;
  /** Ends that are many, of open calls: before their rows say so. `where` is of the table `calls`. */
  endAll(where: string, state: Outcome, ...values: readonly unknown[]): void;
}

const minuteMs = 60_000;
const foldEveryMs = 5_000;
/** So many of them hold up a commit by about a millisecond. */
const foldAtOnce = 48;

export const keyOf = ({ minute, integrationId, keyLabel }: SeriesEntry): string =>
  `${minute} ${integrationId} ${keyLabel}`;

export function merge(into: Map<string, SeriesEntry>, entry: SeriesEntry): void {
  const key = keyOf(entry);
  const known = into.get(key);
  if (known === undefined) return void into.set(key, entry);
  entry.counts.forEach((count, at) => (known.counts[at]! += count));
  addTo(known.waits, entry.waits);
  addTo(known.runs, entry.runs);
}

/** `time`: the steady clock. `tick`: the monotonic one, in milliseconds. */
export function callSeries(db: Db, time: () => number, tick: () => number): CallSeries {
  const table = seriesTable(db, time);
  const note = db.prepare('INSERT INTO series_journal (entries) VALUES (?)');
  const noted = db.prepare('SELECT entries FROM series_journal ORDER BY id').pluck();
  const clear = db.prepare('DELETE FROM series_journal');
  const factsOf = db.prepare(`
    SELECT integration_id AS integrationId, key_label AS keyLabel, received_at AS receivedAtMs
    FROM calls WHERE sequence = ?`);
  const begun = new Map<number, CountedCall>();
  let counted = new Map<string, SeriesEntry>();
  /** What the journal holds; null where that has to be read first. */
  let waiting: Map<string, SeriesEntry> | null = null;
  let foldedTick = tick();

  function entryFor(integrationId: string, keyLabel: string, receivedAtMs: number): SeriesEntry {
    const minute = Math.floor(receivedAtMs / minuteMs);
    const key = `${minute} ${integrationId} ${keyLabel}`;
    let entry = counted.get(key);
    if (entry === undefined) {
      entry = { minute, integrationId, keyLabel, counts: outcomes.map(() => 0), waits: {}, runs: {} };
      counted.set(key, entry);
    }
    return entry;
  }

  function count(
    { integrationId, keyLabel, receivedAtMs }: CountedCall,
    { state, waitMs, runMs }: Ended,
  ): void {
    const entry = entryFor(integrationId ?? '', keyLabel ?? '', receivedAtMs);
    entry.counts[outcomes.indexOf(state)]!++;
    if (typeof waitMs === 'number') increase(entry.waits, bucketOf(waitMs));
    if (typeof runMs === 'number') increase(entry.runs, bucketOf(runMs));
  }

  function fold(): void {
    waiting ??= readJournal(noted.all() as string[]);
    const now = [...waiting].slice(0, foldAtOnce);
    table.add(now.map(([, entry]) => entry));
    for (const [key] of now) waiting.delete(key);
    clear.run();
    if (waiting.size > 0) note.run(JSON.stringify([...waiting.values()]));
    else foldedTick = tick();
  }

  return {
    begin: (sequence, call) => void begun.set(sequence, call),
    leave: (sequence) => void begun.delete(sequence),
    count,
    end(sequence, ended) {
      const call = begun.get(sequence) ?? (factsOf.get(sequence) as CountedCall);
      begun.delete(sequence);
      count(call, ended);
    },
    endAll(where, state, ...values) {
      const groups = db
        .prepare(
          `SELECT integration_id AS integrationId, key_label AS keyLabel, min(received_at) AS receivedAtMs, count(*) AS calls
           FROM calls INDEXED BY calls_open WHERE ${where} GROUP BY integration_id, key_label, received_at / ${minuteMs}`,
        )
        .all(...values) as (CountedCall & { readonly calls: number })[];
      for (const { calls, ...call } of groups) {
        const entry = entryFor(call.integrationId ?? '', call.keyLabel ?? '', call.receivedAtMs);
        entry.counts[outcomes.indexOf(state)]! += calls;
      }
    },
    write() {
      if (counted.size > 0) {
        const entries = [...counted.values()];
        counted = new Map();
        note.run(JSON.stringify(entries));
        if (waiting !== null) for (const entry of entries) merge(waiting, entry);
      } else if (waiting === null || waiting.size === 0) return;
      if (tick() - foldedTick > foldEveryMs) fold();
    },
    forget() {
      counted = new Map();
      waiting = null;
      begun.clear();
    },
  };
}

function increase(histogram: Histogram, bucket: number): void {
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

export function readJournal(rows: readonly string[]): Map<string, SeriesEntry> {
  const entries = new Map<string, SeriesEntry>();
  for (const row of rows) for (const entry of JSON.parse(row) as SeriesEntry[]) merge(entries, entry);
  return entries;
}
