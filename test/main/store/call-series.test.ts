// What charts are drawn from is what became of the calls, neither more nor less, whatever happens on the way.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callSeries } from '#main/store/call-series.ts';
import { createLives } from '#main/store/lives.ts';
import { migrate } from '#main/store/migrate.ts';
import { configMigrations } from '#main/store/migrations/config.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { rowsOf } from '#main/store/new-rows.ts';
import { openForWriting, type Db } from '#main/store/open.ts';
import { recover } from '#main/store/recover.ts';
import { seriesLookups } from '#main/store/series-lookups.ts';
import { createWriter } from '#main/store/writer.ts';
import { outcomes } from '#shared/model/chart-terms.ts';
import type { Series } from '#shared/model/series.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { finished, integrationId, newCall } from '#test/support/store.ts';

const minute = 60_000;
/** The middle of a minute. */
const nowMs = 1_700_000_030_000 - (1_700_000_000_000 % minute);

let folder: string;
let queue: Db;
let config: Db;
beforeEach(async () => {
  folder = await newFolder();
  queue = openForWriting(join(folder, 'queue.db'));
  config = openForWriting(join(folder, 'config.db'));
  migrate(queue, queueMigrations, () => '');
  migrate(config, configMigrations, () => '');
});
afterEach(async () => {
  queue.close();
  config.close();
  await dropFolder(folder);
});

const begin = () =>
  createWriter({ queue, config }, createLives(queue), () => undefined, { bringHome: () => true });
const read = (of: Partial<Parameters<ReturnType<typeof seriesLookups>['series']>[0]> = {}) =>
  seriesLookups(queue).series({ span: '15m', nowMs, ...of });

/** How many ended how, over the whole chart. */
const totals = ({ calls }: Series) =>
  Object.fromEntries(
    [...outcomes, 'open' as const].map((name) => [name, calls[name].reduce((sum, count) => sum + count, 0)]),
  );
const none = { succeeded: 0, failed: 0, interrupted: 0, cancelled: 0, refused: 0, open: 0 };

const refused = {
  ...newCall({ id: randomUUID(), receivedAtMs: nowMs, keyLabel: null }),
  problem: { code: 'key_wrong', text: 'Wrong.' },
  answer: { status: 401, headers: [], body: null },
  answeredMs: 1,
};
const call = (minutesAgo: number, change: Parameters<typeof newCall>[0] = {}) =>
  rowsOf(newCall({ receivedAtMs: nowMs - minutesAgo * minute, ...change }));
const why = { code: 'lane_skipped', text: 'Somebody said so.' };
const deed = { action: 'skip' as const, by: null, note: '', atMs: nowMs };

it('each end is counted in the minute in which its call was received, with its integration and key', () => {
  const other = randomUUID();
  begin()([
    ['accept', call(0)],
    ['accept', call(2, { start: true })],
    ['accept', call(2, { start: true, keyLabel: null, integrationId: other })],
    ['accept', call(3)],
    ['accept', call(3)],
    ['refuse', refused],
    ['finish', { ...finished(2, 1), waitMs: 4, runMs: 1_000 }],
    ['finish', { ...finished(3, 1), state: 'failed' }],
    ['cancel', { sequence: 4, problem: why, finishedAtMs: nowMs, unstarted: true, deed: null, waited: null }],
    ['skip', { sequence: 5, problem: why, deed, waited: null }],
  ]);
  const { starts, calls, wait, run } = read();
  const at = (list: readonly (number | null)[], minutesAgo: number) => list.at(-1 - minutesAgo);
  expect(starts.map((start) => start * 1_000).at(-1)).toBe(nowMs - 30_000);
  expect([0, 1, 2, 3].map((ago) => outcomes.map((name) => at(calls[name], ago)))).toEqual([
    [0, 0, 0, 0, 1],
    [0, 0, 0, 0, 0],
    [1, 1, 0, 0, 0],
    [0, 1, 0, 1, 0],
  ]);
  expect(at(calls.open, 0)).toBe(1);
  expect(at(run.p99, 2)! / 1_000).toBeCloseTo(1, 0);
  expect([at(wait.p50, 2) !== null, at(wait.p50, 0)]).toEqual([true, null]);
  expect(totals(read({ integrationId: other }))).toEqual({ ...none, failed: 1 });
  expect(totals(read({ keyLabel: 'ERP' }))).toEqual({
    ...none,
    succeeded: 1,
    failed: 1,
    cancelled: 1,
    open: 1,
  });
  expect(totals(read({ integrationId, keyLabel: '' }))).toEqual({ ...none, refused: 1 });
});

it('the ends of a stretch of time are told by integration, wherever they stand', () => {
  const other = randomUUID();
  const endings = (minutes: number) =>
    seriesLookups(queue)
      .endings({ sinceMs: nowMs - minutes * minute, nowMs })
      .toSorted((a, b) => a.ended - b.ended);
  const write = begin();
  write([
    ['accept', call(2, { start: true })],
    ['accept', call(9, { start: true, integrationId: other })],
    ['refuse', refused],
    ['finish', finished(1, 1)],
    ['finish', { ...finished(2, 1), state: 'failed' }],
  ]);
  const both = [
    { integrationId: other, ended: 1, refused: 0 },
    { integrationId, ended: 2, refused: 1 },
  ];
  expect([endings(5), endings(10)]).toEqual([both.slice(1), both]);
  // From the journal into the series.
  let tick = 0;
  const series = callSeries(
    queue,
    () => nowMs,
    () => tick,
  );
  series.count({ integrationId, keyLabel: null, receivedAtMs: nowMs - 30 * minute }, { state: 'refused' });
  tick = 6_000;
  series.write();
  expect(queue.prepare('SELECT count(*) FROM series_journal').pluck().get()).toBe(0);
  expect([endings(5), endings(10)]).toEqual([both.slice(1), both]);
});

it('what a transaction that was rolled back had counted did not happen', () => {
  const write = begin();
  write([['accept', call(0, { start: true, id: 'a'.repeat(36) })]]);
  // The second breaks a rule, so that each is done anew by itself.
  const replies = write([
    ['finish', finished(1, 1)],
    ['accept', call(0, { id: 'a'.repeat(36) })],
  ]);
  expect(replies.map((reply) => 'failure' in reply)).toEqual([false, true]);
  expect(totals(read())).toEqual({ ...none, succeeded: 1 });
});

it('what ends all waiting calls of an integration counts each, and so does the start after a crash', () => {
  const write = begin();
  const other = randomUUID();
  write([
    ...[0, 1, 1].map((ago) => ['accept', call(ago)] as const),
    ['accept', call(0, { integrationId: other, caller: 'waiting' })],
    ['accept', call(0, { integrationId: other, caller: 'waiting', start: true })],
    ['accept', call(0, { integrationId: other, start: true })],
    ['cancelAll', { integrationId, problem: why, finishedAtMs: nowMs }],
  ]);
  expect(totals(read())).toEqual({ ...none, cancelled: 3, open: 3 });
  recover(queue, nowMs, new Map());
  expect(totals(read())).toEqual({ ...none, cancelled: 4, interrupted: 1, open: 1 });
  expect(totals(read({ integrationId: other }))).toEqual({ ...none, cancelled: 1, interrupted: 1, open: 1 });
});

it('a late end of an attempt that was put off counts nothing, and its last end counts once', () => {
  const write = begin();
  write([
    ['accept', call(1, { start: true })],
    [
      'putOff',
      { sequence: 1, attempt: 1, problem: why, finishedAtMs: nowMs, stepsJson: '[]', nextAttemptAtMs: nowMs },
    ],
    ['finish', finished(1, 1)],
    ['start', { sequence: 1, startedAtMs: nowMs }],
    ['finish', finished(1, 2)],
    ['finish', finished(1, 2)],
  ]);
  expect(totals(read())).toEqual({ ...none, succeeded: 1 });
});

it('from the journal all goes into the series, a little at a time, and a start goes on where a crash ended', () => {
  let tick = 0;
  const count = (series: ReturnType<typeof callSeries>, keys: number) =>
    queue.transaction(() => {
      for (let key = 0; key < keys; key++)
        series.count(
          { integrationId, keyLabel: `key ${key}`, receivedAtMs: nowMs },
          { state: 'failed', runMs: 9 },
        );
      series.write();
    })();
  const journal = () => queue.prepare('SELECT count(*) FROM series_journal').pluck().get();
  const first = callSeries(
    queue,
    () => nowMs,
    () => tick,
  );
  count(first, 100);
  count(first, 100);
  expect(journal()).toBe(2);
  expect(totals(read())).toEqual({ ...none, failed: 200 });
  tick += 6_000;
  count(first, 1);
  expect(journal()).toBe(1);
  expect(totals(read())).toEqual({ ...none, failed: 201 });
  const second = callSeries(
    queue,
    () => nowMs,
    () => tick,
  );
  tick += 6_000;
  for (let time = 0; time < 2; time++) count(second, 1);
  expect(journal()).toBe(0);
  for (const span of ['15m', '7d', '30d'] as const) {
    expect(totals(read({ span }))).toEqual({ ...none, failed: 203 });
    expect(totals(read({ span, keyLabel: 'key 7' }))).toEqual({ ...none, failed: 2 });
  }
});

it('minutes go after two days, hours after a month', () => {
  let tick = 0;
  let atMs = nowMs;
  const series = callSeries(
    queue,
    () => atMs,
    () => tick,
  );
  const count = () =>
    queue.transaction(() => {
      series.count({ integrationId, keyLabel: null, receivedAtMs: atMs }, { state: 'succeeded' });
      series.write();
      tick += 6_000;
    })();
  const steps = () =>
    Object.fromEntries(
      queue.prepare('SELECT step, count(DISTINCT start) FROM series GROUP BY 1').raw().all() as [
        number,
        number,
      ][],
    );
  for (const days of [0, 0, 1, 3, 10, 40]) {
    atMs = nowMs + days * 86_400_000;
    count();
  }
  expect(steps()).toEqual({ 60: 1, 900: 1, 3600: 2 });
});

it('the depth of lanes is the most of each step', () => {
  const write = begin();
  const depths = (waiting: number, oldestMs: number) => [
    { integrationId, waiting, oldestMs },
    { integrationId: randomUUID(), waiting: 1, oldestMs: 5 },
  ];
  write([
    ['noteDepths', { atMs: nowMs - minute, depths: depths(7, 900) }],
    ['noteDepths', { atMs: nowMs - minute + 1_000, depths: depths(3, 2_000).slice(0, 1) }],
  ]);
  const { waiting, oldestMs } = read();
  expect([waiting.slice(-3), oldestMs.slice(-3)]).toEqual([
    [null, 8, null],
    [null, 2_000, null],
  ]);
  expect(read({ integrationId }).waiting.slice(-3)).toEqual([null, 7, null]);
});
