// Whatever is done to calls, in whatever commits, across rollbacks, crashes and the way from the journal into the series:
// what charts are drawn from is what a scan of the calls gives.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
import { dropFolder, newFolder } from '#test/support/host.ts';
import { finished, newCall } from '#test/support/store.ts';

const minuteMs = 60_000;
/** The middle of this minute: the writer goes by its own clock, and lets go of minutes that are days old. */
const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs + minuteMs / 2;
const integrations = [randomUUID(), randomUUID()] as const;
const labels = ['ERP', 'Web shop', null] as const;
const why = { code: 'lane_skipped', text: 'Somebody said so.' };

const which = fc.nat({ max: 60 });
const duration = fc.double({ min: 0, max: 100_000, noNaN: true });
const ago = fc.nat({ max: 14 });
const deed = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('accept', 'refuse'),
      ago,
      integration: fc.nat({ max: 1 }),
      label: fc.nat({ max: 2 }),
      start: fc.boolean(),
      caller: fc.constantFrom('answered', 'waiting'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('start'), which }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('finish'),
      which,
      late: fc.boolean(),
      state: fc.constantFrom('succeeded', 'failed'),
      waitMs: duration,
      runMs: duration,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cancel', 'skip', 'putOff'), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelAll'), integration: fc.nat({ max: 1 }) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;
const commit = fc.record({
  deeds: fc.array(deed, { minLength: 1, maxLength: 12 }),
  /** One of them breaks a rule, so that the commit is rolled back and each is done by itself. */
  isBroken: fc.boolean(),
  /** Before it: time in which the journal goes into the series, or a crash and a start. */
  before: fc.constantFrom('nothing', 'nothing', 'time', 'crash'),
});

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await dropFolder(folder);
});

it('the series are what a scan of the calls gives', () => {
  let run = 0;
  fc.assert(
    fc.property(fc.array(commit, { minLength: 5, maxLength: 25, size: 'max' }), (commits) => {
      const file = join(folder, `queue-${run}.db`);
      const config = openForWriting(join(folder, `config-${run++}.db`));
      migrate(config, configMigrations, () => '');
      live(file, config, commits);
      config.close();
      const queue = openForWriting(file);
      compare(queue);
      queue.close();
    }),
    { numRuns: 25 },
  );
});

type Commit = typeof commit extends fc.Arbitrary<infer One> ? One : never;

function live(file: string, config: Db, commits: readonly Commit[]): void {
  let queue = openForWriting(file);
  migrate(queue, queueMigrations, () => '');
  const begin = () =>
    createWriter({ queue, config }, createLives(queue), () => undefined, { bringHome: () => true });
  let write = begin();
  const twice = randomUUID();
  write([['accept', rowsOf(newCall({ id: twice, integrationId: integrations[0], receivedAtMs: nowMs }))]]);
  for (const { deeds, isBroken, before } of commits) {
    if (before === 'time') vi.advanceTimersByTime(6_000);
    if (before === 'crash') {
      queue.close();
      queue = openForWriting(file);
      recover(queue, nowMs, new Map());
      write = begin();
    }
    const broken = ['accept', rowsOf(newCall({ id: twice }))] as const;
    write([...deeds.map((one) => requestOf(queue, one)), ...(isBroken ? [broken] : [])]);
  }
  queue.close();
}

/** A deed in the words of the writer; on a call that may be in any state, so that many are in vain. */
function requestOf(queue: Db, one: Deed): Parameters<ReturnType<typeof createWriter>>[0][number] {
  if (one.kind === 'cancelAll')
    return [
      'cancelAll',
      { integrationId: integrations[one.integration]!, problem: why, finishedAtMs: nowMs },
    ];
  if ('label' in one) {
    const call = newCall({
      integrationId: integrations[one.integration]!,
      keyLabel: labels[one.label]!,
      receivedAtMs: nowMs - one.ago * minuteMs,
      start: one.start,
      caller: one.caller,
    });
    return one.kind === 'accept'
      ? ['accept', rowsOf(call)]
      : [
          'refuse',
          { ...call, problem: why, answer: { status: 401, headers: [], body: null }, answeredMs: 1 },
        ];
  }
  const known = queue.prepare('SELECT sequence, attempt FROM calls ORDER BY sequence').all() as {
    sequence: number;
    attempt: number;
  }[];
  const { sequence, attempt } = known[one.which % known.length]!;
  const of = { sequence, problem: why, finishedAtMs: nowMs };
  switch (one.kind) {
    case 'start':
      return ['start', { sequence, startedAtMs: nowMs }];
    case 'cancel':
      return ['cancel', { ...of, callerGoneMs: null, unstarted: false, deed: null }];
    case 'skip':
      return ['skip', { ...of, deed: { action: 'skip', by: null, note: '', atMs: nowMs } }];
    case 'putOff':
      return ['putOff', { ...of, attempt, stepsJson: '[]', nextAttemptAtMs: nowMs }];
    case 'finish': {
      const { state, waitMs, runMs, late } = one;
      return ['finish', { ...finished(sequence, attempt - (late ? 1 : 0)), state, waitMs, runMs }];
    }
  }
}

interface Row {
  readonly integrationId: string;
  readonly keyLabel: string;
  readonly minute: number;
  readonly state: string;
  readonly waitMs: number | null;
  readonly runMs: number | null;
  /** Its execution came to an end, which alone has durations: what people and crashes ended has none. */
  readonly isFinished: 0 | 1;
}

function compare(queue: Db): void {
  const rows = queue
    .prepare(
      `SELECT integration_id AS integrationId, coalesce(key_label, '') AS keyLabel,
         CAST(received_at / ${minuteMs} AS INTEGER) AS minute, state, wait_ms AS waitMs, run_ms AS runMs,
         problem_code IS NULL AS isFinished FROM calls`,
    )
    .all() as Row[];
  for (const integrationId of [undefined, ...integrations])
    for (const label of [undefined, ...labels]) {
      const keyLabel = label === null ? '' : label;
      const { starts, calls, wait, run } = seriesLookups(queue).series({
        span: '15m',
        nowMs,
        ...(integrationId !== undefined && { integrationId }),
        ...(keyLabel !== undefined && { keyLabel }),
      });
      const fitting = rows.filter(
        (row) =>
          (integrationId === undefined || row.integrationId === integrationId) &&
          (keyLabel === undefined || row.keyLabel === keyLabel),
      );
      starts.forEach((start, at) => {
        const here = fitting.filter(({ minute }) => minute === start / 60);
        const ended = here.filter(({ state }) => state !== 'waiting' && state !== 'running');
        expect(outcomes.map((name) => calls[name][at])).toEqual(
          outcomes.map((name) => here.filter(({ state }) => state === name).length),
        );
        expect([start, calls.open[at]]).toEqual([start, here.length - ended.length]);
        for (const [share, name] of [
          [0.5, 'p50'],
          [0.99, 'p99'],
        ] as const) {
          expectNear(wait[name][at]!, percentile(ended, 'waitMs', share));
          expectNear(run[name][at]!, percentile(ended, 'runMs', share));
        }
      });
    }
}

function percentile(rows: readonly Row[], of: 'waitMs' | 'runMs', share: number): number | null {
  const values = rows.flatMap((row) => (row.isFinished === 1 ? (row[of] ?? []) : [])).sort((a, b) => a - b);
  return values[Math.ceil(values.length * share) - 1] ?? null;
}

/** To a tenth of the value, and to a hundredth of a millisecond. */
function expectNear(told: number | null, value: number | null): void {
  if (value === null) return expect(told).toBeNull();
  expect(told).not.toBeNull();
  expect(Math.abs(told! - value)).toBeLessThanOrEqual(value / 10 + 0.01);
}
