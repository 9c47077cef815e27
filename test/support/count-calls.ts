// What the writer counts of calls while they come and end, counted for calls that were put into a queue.db without it.
import { type CountedCall, merge } from '#main/store/call-series.ts';
import { bucketOf } from '#main/store/histogram.ts';
import type { Db } from '#main/store/open.ts';
import { type SeriesEntry, seriesTable } from '#main/store/series-table.ts';
import { type Outcome, outcomes } from '#shared/model/chart-terms.ts';

interface EndedRow extends CountedCall {
  readonly state: Outcome;
  readonly waitMs: number | null;
  readonly runMs: number | null;
}

export function countCalls(db: Db): void {
  db.exec(`
    INSERT INTO received_minutes
      SELECT CAST(received_at / 60000 AS INTEGER), min(sequence), max(sequence) FROM calls GROUP BY 1`);
  seriesTable(db, Date.now).add([...entriesOf(db).values()]);
}

/** What the series of all ended calls have to say. */
export function entriesOf(db: Db): Map<string, SeriesEntry> {
  const entries = new Map<string, SeriesEntry>();
  const ended = db.prepare(`
    SELECT integration_id AS integrationId, key_label AS keyLabel, received_at AS receivedAtMs, state,
      wait_ms AS waitMs, run_ms AS runMs
    FROM calls WHERE state NOT IN ('waiting', 'running')`);
  for (const call of ended.iterate() as Iterable<EndedRow>) {
    const { integrationId, keyLabel, receivedAtMs, state, waitMs, runMs } = call;
    merge(entries, {
      minute: Math.floor(receivedAtMs / 60_000),
      integrationId: integrationId ?? '',
      keyLabel: keyLabel ?? '',
      counts: outcomes.map((outcome) => (outcome === state ? 1 : 0)),
      waits: waitMs === null ? {} : { [bucketOf(waitMs)]: 1 },
      runs: runMs === null ? {} : { [bucketOf(runMs)]: 1 },
    });
  }
  return entries;
}
