import { outcomes } from '#shared/model/chart-terms.ts';
import { addTo, type Histogram } from './histogram.ts';
import type { Db } from './open.ts';

/** The steps that counts are kept in, and for how long: a little longer than a chart of them goes back. */
export const keptSteps = [
  { seconds: 60, keptSeconds: 2 * 86_400 },
  { seconds: 900, keptSeconds: 8 * 86_400 },
  { seconds: 3_600, keptSeconds: 31 * 86_400 },
] as const;

/** Stands for all integrations and keys together. */
export const together = '*';

const trimEverySeconds = 3_600;

/** How calls of one minute, integration and key ended. */
export interface SeriesEntry {
  readonly minute: number;
  /** Empty where the address was unknown. */
  readonly integrationId: string;
  /** Empty where the call had none. */
  readonly keyLabel: string;
  /** By `outcomes`. */
  readonly counts: number[];
  readonly waits: Histogram;
  readonly runs: Histogram;
}

interface Row {
  readonly step: number;
  readonly start: number;
  readonly integrationId: string;
  readonly keyLabel: string;
  readonly counts: number[];
  readonly waits: Histogram;
  readonly runs: Histogram;
}

export interface StoredRow {
  readonly waits: string;
  readonly runs: string;
  readonly counts: string;
}

export const startOf = (seconds: number, step: number): number => Math.floor(seconds / step) * step;

/** The series as the writer has them. `time`: the steady clock. */
export function seriesTable(db: Db, time: () => number) {
  const read = db.prepare(`
    SELECT counts, waits, runs FROM series
    WHERE step = ? AND start = ? AND integration_id = ? AND key_label = ?`);
  const put = db.prepare(`
    INSERT OR REPLACE INTO series (step, start, integration_id, key_label, counts, waits, runs)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const trims = ['series', 'lane_depths'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE step = ? AND start < ?`),
  );
  let trimmedAt = 0;

  function trim(): void {
    const now = time() / 1_000;
    if (now - trimmedAt < trimEverySeconds) return;
    trimmedAt = now;
    for (const { seconds, keptSeconds } of keptSteps) {
      for (const remove of trims) remove.run(seconds, Math.floor(now - keptSeconds));
    }
  }

  return {
    add(entries: readonly SeriesEntry[]): void {
      for (const row of rowsOf(entries, time() / 1_000)) {
        const at = [row.step, row.start, row.integrationId, row.keyLabel];
        const known = read.get(...at) as StoredRow | undefined;
        if (known !== undefined) addRow(row, known);
        put.run(...at, JSON.stringify(row.counts), JSON.stringify(row.waits), JSON.stringify(row.runs));
      }
      trim();
    },
  };
}

export function addRow(
  row: Pick<Row, 'counts' | 'waits' | 'runs'>,
  { counts, waits, runs }: StoredRow,
): void {
  (JSON.parse(counts) as number[]).forEach((count, at) => (row.counts[at]! += count));
  addTo(row.waits, JSON.parse(waits) as Histogram);
  addTo(row.runs, JSON.parse(runs) as Histogram);
}

/** Each entry in the steps that it belongs to and that are kept of its time, for its integration and key and for all. */
function rowsOf(entries: readonly SeriesEntry[], nowSeconds: number): Iterable<Row> {
  const rows = new Map<string, Row>();
  for (const entry of entries) {
    for (const { seconds: step, keptSeconds } of keptSteps) {
      const start = startOf(entry.minute * 60, step);
      if (start < nowSeconds - keptSeconds) continue;
      for (const [integrationId, keyLabel] of [
        [entry.integrationId, entry.keyLabel],
        [together, ''],
      ] as const) {
        const key = `${step} ${start} ${integrationId} ${keyLabel}`;
        let row = rows.get(key);
        if (row === undefined) {
          row = { step, start, integrationId, keyLabel, counts: outcomes.map(() => 0), waits: {}, runs: {} };
          rows.set(key, row);
        }
        entry.counts.forEach((count, at) => (row.counts[at]! += count));
        addTo(row.waits, entry.waits);
        addTo(row.runs, entry.runs);
      }
    }
  }
  return rows.values();
}
