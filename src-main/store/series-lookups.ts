// Series as the reader has them: what is in the table, and what the journal holds for it.
import type { Endings, SeriesStore } from '#main/ports/series.ts';
import { chartSpans, type Outcome, outcomes } from '#shared/model/chart-terms.ts';
import type { Percentiles, Series } from '#shared/model/series.ts';
import { readJournal } from './call-series.ts';
import { addTo, type Histogram, percentiles } from './histogram.ts';
import type { Db } from './open.ts';
import { addRow, type SeriesEntry, startOf, type StoredRow, together } from './series-table.ts';

type SeriesOf = Parameters<SeriesStore['read']>[0];

/** So many open calls are looked at, the newest. */
const maxOpen = 50_000;

interface Point {
  readonly counts: number[];
  readonly waits: Histogram;
  readonly runs: Histogram;
  open: number;
  waiting: number | null;
  oldestMs: number | null;
}

export function seriesLookups(db: Db) {
  const rowsOf = (which: string) =>
    db.prepare(`
      SELECT start, counts, waits, runs FROM series
      WHERE step = @step AND start BETWEEN @from AND @until AND ${which}`);
  const all = rowsOf(`integration_id = '${together}'`);
  const ofIntegration = rowsOf('integration_id = @integrationId');
  const ofKey = rowsOf(`integration_id <> '${together}' AND key_label = @keyLabel`);
  const ofBoth = rowsOf('integration_id = @integrationId AND key_label = @keyLabel');
  const journal = db.prepare('SELECT entries FROM series_journal ORDER BY id').pluck();
  const open = db.prepare(`
    SELECT received_at AS receivedAtMs, integration_id AS integrationId, coalesce(key_label, '') AS keyLabel FROM calls
    WHERE state = 'waiting' OR state = 'running' ORDER BY sequence DESC LIMIT ${maxOpen}`);
  const depths = db.prepare(`
    SELECT start, sum(waiting) AS waiting, max(oldest_ms) AS oldestMs FROM lane_depths
    WHERE step = @step AND start BETWEEN @from AND @until
      AND (@integrationId IS NULL OR integration_id = @integrationId)
    GROUP BY start`);

  function series({ span, nowMs, integrationId, keyLabel }: SeriesOf): Series {
    const { seconds, stepSeconds: step } = chartSpans[span];
    const until = startOf(Math.floor(nowMs / 1_000), step);
    const from = until - seconds + step;
    const starts = Array.from({ length: seconds / step }, (_, at) => from + at * step);
    const points = starts.map(newPoint);
    const pointAt = (start: number) => points[(start - from) / step];
    const fits = (of: { readonly integrationId: string; readonly keyLabel: string }) =>
      (integrationId === undefined || of.integrationId === integrationId) &&
      (keyLabel === undefined || of.keyLabel === keyLabel);

    const statement =
      integrationId === undefined
        ? keyLabel === undefined
          ? all
          : ofKey
        : keyLabel === undefined
          ? ofIntegration
          : ofBoth;
    const range = { step, from, until };
    const given = {
      ...range,
      ...(integrationId !== undefined && { integrationId }),
      ...(keyLabel !== undefined && { keyLabel }),
    };
    for (const row of statement.iterate(given) as Iterable<StoredRow & { start: number }>)
      addRow(pointAt(row.start)!, row);
    for (const entry of readJournal(journal.all() as string[]).values()) {
      const point = pointAt(startOf(entry.minute * 60, step));
      if (point !== undefined && fits(entry)) addEntry(point, entry);
    }
    for (const call of open.iterate() as Iterable<OpenRow>) {
      const point = pointAt(startOf(Math.floor(call.receivedAtMs / 1_000), step));
      if (point !== undefined && fits(call)) point.open++;
    }
    for (const { start, waiting, oldestMs } of depths.all({
      ...range,
      integrationId: integrationId ?? null,
    }) as DepthRow[]) {
      Object.assign(pointAt(start)!, { waiting, oldestMs });
    }
    return {
      stepSeconds: step,
      starts,
      calls: {
        ...(Object.fromEntries(
          outcomes.map((outcome, at) => [outcome, points.map(({ counts }) => counts[at]!)]),
        ) as Record<Outcome, number[]>),
        open: points.map((point) => point.open),
      },
      wait: percentilesOf(points.map(({ waits }) => waits)),
      run: percentilesOf(points.map(({ runs }) => runs)),
      waiting: points.map((point) => point.waiting),
      oldestMs: points.map((point) => point.oldestMs),
    };
  }
  const counts = db.prepare(`
    SELECT integration_id AS integrationId, counts FROM series
    WHERE step = 60 AND start BETWEEN @from AND @until AND integration_id <> '${together}'`);

  function endings({ sinceMs, nowMs }: Parameters<SeriesStore['endings']>[0]): Endings[] {
    const [from, until] = [sinceMs, nowMs].map((ms) => startOf(Math.floor(ms / 1_000), 60)) as [
      number,
      number,
    ];
    const found = new Map<string, number[]>();
    const add = (integrationId: string, ended: readonly number[]) => {
      const known = found.get(integrationId) ?? outcomes.map(() => 0);
      found.set(
        integrationId,
        known.map((count, at) => count + ended[at]!),
      );
    };
    for (const row of counts.iterate({ from, until }) as Iterable<{ integrationId: string; counts: string }>)
      add(row.integrationId, JSON.parse(row.counts) as number[]);
    for (const entry of readJournal(journal.all() as string[]).values()) {
      const start = entry.minute * 60;
      if (start >= from && start <= until) add(entry.integrationId, entry.counts);
    }
    return [...found].map(([integrationId, ended]) => ({
      integrationId,
      ended: ended.reduce((sum, count) => sum + count, 0),
      refused: ended[outcomes.indexOf('refused')]!,
    }));
  }

  // The journal and what it is folded into are read as of one moment.
  return {
    series: (of: SeriesOf): Series => db.transaction(() => series(of))(),
    endings: (of: Parameters<SeriesStore['endings']>[0]): Endings[] => db.transaction(() => endings(of))(),
  };
}

interface OpenRow {
  readonly receivedAtMs: number;
  readonly integrationId: string;
  /** Empty where it had none, as in the series. */
  readonly keyLabel: string;
}

interface DepthRow {
  readonly start: number;
  readonly waiting: number;
  readonly oldestMs: number;
}

const newPoint = (): Point => ({
  counts: outcomes.map(() => 0),
  waits: {},
  runs: {},
  open: 0,
  waiting: null,
  oldestMs: null,
});

function addEntry(point: Point, { counts, waits, runs }: SeriesEntry): void {
  counts.forEach((count, at) => (point.counts[at]! += count));
  addTo(point.waits, waits);
  addTo(point.runs, runs);
}

function percentilesOf(histograms: readonly Histogram[]): Percentiles {
  const found = histograms.map((histogram) => percentiles(histogram, [0.5, 0.95, 0.99]));
  return {
    p50: found.map(([p50]) => p50),
    p95: found.map(([, p95]) => p95),
    p99: found.map(([, , p99]) => p99),
  };
}
