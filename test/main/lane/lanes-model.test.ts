import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idOfIntegration, type Row, World } from './world.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const Key = fc.constantFrom('a', 'b', 'c');
const Move = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      move: fc.constant('accept' as const),
      key: Key,
      waits: fc.boolean(),
      isLate: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ move: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 4, arbitrary: fc.record({ move: fc.constant('read' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      move: fc.constant('finish' as const),
      which: fc.nat(9),
      how: fc.constantFrom('ok' as const, 'ok' as const, 'failed' as const, 'lost' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ move: fc.constant('pass' as const), ms: fc.nat(3_000) }) },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('die' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      move: fc.constant('act' as const),
      action: fc.constantFrom('hold' as const, 'resume' as const, 'retry' as const, 'skip' as const),
      key: fc.option(Key, { nil: null }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant('change' as const),
      by: fc.constantFrom(null, 'query.key'),
      version: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      move: fc.constant('lose' as const),
      versions: fc.constantFrom(null, null, /version 1/, /version [23]/, /version/),
    }),
  },
);
type Move = typeof Move extends fc.Arbitrary<infer T> ? T : never;

const retry = { attempts: 3, waitSeconds: [1], jitter: 0 };

/** Lets promises and timers that are due run. */
async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++) await new Promise((resolve) => setImmediate(resolve));
}

/** `changes`: whether the rule by which calls are ordered may change. */
async function make(world: World, move: Move, changes: boolean): Promise<void> {
  switch (move.move) {
    case 'accept':
      world.accept(move.key, move.waits ? 'waiting' : 'answered', undefined, move.isLate ? 1 : undefined);
      break;
    case 'commit':
      world.commit(move.count);
      break;
    case 'read':
      world.read();
      break;
    case 'finish':
      world.finish(move.which, move.how);
      break;
    case 'pass':
      world.pass(move.ms);
      await vi.advanceTimersByTimeAsync(move.ms);
      break;
    case 'die':
      world.die();
      break;
    case 'change':
      if (changes) world.change({ orderedDelivery: { by: move.by }, retry, concurrency: 2 }, move.version);
      break;
    case 'lose':
      world.lose(move.versions);
      break;
    case 'act':
      void world.lanes[move.action]({ integrationId: idOfIntegration, key: move.key, note: '', by: '' });
      break;
  }
  await settle();
}

/** Everything is let go on until nothing is open any more. */
async function comeToRest(world: World): Promise<Row[]> {
  world.lose(null);
  for (let round = 0; round < 400; round++) {
    for (const key of [null, 'a', 'b', 'c']) {
      void world.lanes.resume({ integrationId: idOfIntegration, key, note: '', by: '' });
    }
    world.commit(100);
    await settle();
    world.read();
    world.finish(0, 'ok');
    world.pass(700);
    await vi.advanceTimersByTimeAsync(700);
    await settle();
    const rows = world.rows();
    if (world.isQuiet() && rows.every(({ state }) => state !== 'waiting' && state !== 'running')) return rows;
  }
  return world.rows();
}

interface Life {
  readonly row: Row;
  readonly firstStart: number;
  readonly lastEnd: number;
}

/** Calls that ran, by their sequence. */
function livesOf(world: World, rows: readonly Row[]): Life[] {
  return rows.flatMap((row) => {
    const own = world.seen.flatMap(({ callId }, at) => (callId === row.id ? [at] : []));
    return own.length === 0 ? [] : [{ row, firstStart: own[0]!, lastEnd: own.at(-1)! }];
  });
}

/** Whether each began after the one before it had ended, reruns included. */
function expectInTurn(lives: readonly Life[]): void {
  lives.slice(1).forEach((life, at) => {
    expect(life.firstStart, `call ${life.row.sequence}`).toBeGreaterThan(lives[at]!.lastEnd);
  });
}

function expectSound(world: World, rows: readonly Row[]): void {
  expect(rows.filter(({ state }) => state === 'waiting' || state === 'running')).toEqual([]);
  expect(world.lanes.waitingIn(idOfIntegration)).toBe(0);
  expect(world.lanes.runningIn(idOfIntegration)).toBe(0);
  expect(world.begunWithout).toEqual([]);
  const ids = new Set(rows.map(({ id }) => id));
  expect(world.accepted.filter((id) => !ids.has(id))).toEqual([]);
  for (const row of rows) {
    // Each attempt has its line in the history, and each was seen once.
    expect(row.attempts, `attempts of ${row.sequence}`).toBe(row.attempt);
    const starts = world.seen.filter(({ callId, what }) => callId === row.id && what === 'start');
    expect(new Set(starts.map(({ attempt }) => attempt)).size).toBe(starts.length);
    expect(starts.length).toBeLessThanOrEqual(row.attempt);
  }
}

/** Plays at random under this trigger, and looks whether all that was promised is so. */
const play =
  (trigger: Record<string, unknown>, alsoSound: (lives: Life[]) => void, changes = false) =>
  async (): Promise<void> => {
    await fc.assert(
      fc.asyncProperty(fc.array(Move, { maxLength: 60, size: 'max' }), async (moves) => {
        const folder = mkdtempSync(join(tmpdir(), 'hookline-model-'));
        const world = new World(folder, trigger);
        try {
          for (const move of moves) await make(world, move, changes);
          const rows = await comeToRest(world);
          expectSound(world, rows);
          alsoSound(livesOf(world, rows));
        } finally {
          world.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 40) },
    );
  };

/** Shrinking a failure takes long. */
const timeout = 600_000;

const expectInTurnByKey = (lives: readonly Life[]): void => {
  for (const key of ['a', 'b', 'c']) expectInTurn(lives.filter(({ row }) => row.key === key));
};

describe('whatever happens, and whenever the process dies,', () => {
  it(
    'an ordered lane runs each call after the one before it, and all of them',
    { timeout },
    play({ orderedDelivery: true, retry }, expectInTurn),
  );

  it(
    'lanes of a key run each call after the one of the same key before it, and all of them',
    { timeout },
    play({ orderedDelivery: { by: 'query.key' }, concurrency: 2, retry }, expectInTurnByKey),
  );

  it(
    'each call runs after the one of the same key before it while lanes are chosen and left again',
    { timeout },
    play({ orderedDelivery: true, retry }, expectInTurnByKey, true),
  );

  it(
    'a lane that holds on failure starts nothing behind its head',
    { timeout },
    play({ orderedDelivery: { onFailure: 'hold' }, retry }, expectInTurn),
  );

  it(
    'calls side by side all run, in the order of their first starts',
    { timeout },
    play({ concurrency: 3, retry }, (lives) => {
      const starts = lives.map(({ firstStart }) => firstStart);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }),
  );

  it(
    'a call that runs at most once never starts again after it was cut off',
    { timeout },
    play({ delivery: 'atMostOnce' }, (lives) => {
      for (const { row } of lives) expect(row.attempt).toBeLessThanOrEqual(1);
    }),
  );
});
