// The checker is the judge of the crash tests, so it is judged first: a ledger of a good run has nothing broken,
// and each broken promise in it is found.
import { describe, expect, it } from 'vitest';
import { check, checkLiveness, type Run } from './check.ts';
import type { LedgerEvent } from './ledger.ts';
import type { Row } from './read-rows.ts';

type Draft = { -readonly [K in keyof Run]: Run[K] extends readonly (infer One)[] ? One[] : Run[K] };
type Unstamped = LedgerEvent extends infer One ? (One extends LedgerEvent ? Omit<One, 'clk'> : never) : never;

const stamp = (events: readonly Unstamped[]): LedgerEvent[] =>
  events.map((event, at) => ({ ...event, clk: at + 1 }));

const send = (lane: string, cid: string, orderKey = 'k'): Unstamped => ({
  kind: 'send',
  cid,
  lane,
  producer: lane,
  orderKey,
  bodyHash: cid,
});
const ack = (cid: string): Unstamped => ({ kind: 'ack', cid, id: `id-${cid}` });
const effect = (kind: 'start' | 'end', cid: string, attempt = 1): Unstamped => ({
  kind,
  cid,
  id: `id-${cid}`,
  attempt,
});
const row = (sequence: number, lane: string, cid: string, change: Partial<Row> = {}): Row => ({
  sequence,
  id: `id-${cid}`,
  cid,
  lane,
  laneSequence: 1,
  state: 'succeeded',
  attempt: 1,
  problemCode: null,
  attempts: [{ attempt: 1, outcome: 'succeeded' }],
  bodyHash: cid,
  durationsMs: [0, 1, null],
  ...change,
});
const cut = {
  attempt: 2,
  attempts: [
    { attempt: 1, outcome: 'interrupted' },
    { attempt: 2, outcome: 'succeeded' },
  ],
};

/** Two ordered calls, the first cut off by a kill; one at most once, cut off; two by a key; one never acknowledged. */
const goodRun = (): Draft => ({
  lanes: {
    line: { ordered: true, concurrency: 1, atMostOnce: false },
    once: { ordered: true, concurrency: 1, atMostOnce: true },
    keyed: { ordered: 'byKey', concurrency: 4, atMostOnce: false },
  },
  events: stamp([
    { kind: 'up', life: 1 },
    send('line', 'a'),
    ack('a'),
    effect('start', 'a'),
    send('line', 'b'),
    ack('b'),
    send('once', 'c'),
    ack('c'),
    effect('start', 'c'),
    send('keyed', 'd', 'k1'),
    ack('d'),
    send('keyed', 'e', 'k2'),
    send('line', 'f'),
    send('line', 'g'),
    { kind: 'refused', cid: 'g', status: 503 },
    { kind: 'kill', life: 1 },
    { kind: 'unknown', cid: 'e', why: 'reset' },
    { kind: 'unknown', cid: 'f', why: 'reset' },
    { kind: 'dead', life: 1 },
    { kind: 'up', life: 2 },
    effect('start', 'a', 2),
    effect('start', 'e'),
    effect('start', 'd'),
    effect('end', 'd'),
    effect('end', 'e'),
    effect('end', 'a', 2),
    effect('start', 'b'),
    effect('end', 'b'),
  ]),
  looks: [
    {
      rows: [
        { id: 'id-a', sequence: 1 },
        { id: 'id-b', sequence: 2 },
      ],
    },
  ],
  rows: [
    row(1, 'line', 'a', cut),
    row(2, 'line', 'b', { laneSequence: 2 }),
    row(3, 'once', 'c', {
      state: 'interrupted',
      problemCode: 'interrupted',
      attempts: [{ attempt: 1, outcome: 'interrupted' }],
    }),
    row(4, 'keyed', 'd'),
    row(5, 'keyed', 'e', { laneSequence: 2 }),
  ],
});

const codesOf = (broken: readonly string[]): string[] => [
  ...new Set(broken.map((line) => line.split(' ')[0]!)),
];

/** Changes the row of a call. */
const change = (run: Draft, cid: string, to: Partial<Row>): void => {
  run.rows = run.rows.map((one) => (one.cid === cid ? { ...one, ...to } : one));
};
/** Puts events behind the first one of that kind and call. */
const insert = (run: Draft, after: readonly [LedgerEvent['kind'], string], ...events: Unstamped[]): void => {
  const at = run.events.findIndex(
    (event) => event.kind === after[0] && 'cid' in event && event.cid === after[1],
  );
  expect(at).not.toBe(-1);
  run.events = stamp(run.events.toSpliced(at + 1, 0, ...(events as LedgerEvent[])));
};
const without = (run: Draft, kind: LedgerEvent['kind'], cid: string): void => {
  run.events = run.events.filter((event) => !(event.kind === kind && 'cid' in event && event.cid === cid));
};

const mutants: readonly (readonly [told: string, code: string, spoil: (run: Draft) => void])[] = [
  [
    'an acknowledged call is not there',
    'I1-LOST',
    (run) => {
      run.rows = run.rows.filter(({ cid }) => cid !== 'b');
      run.looks = [];
    },
  ],
  ['an acknowledged id is another call', 'I1-LOST', (run) => change(run, 'b', { cid: 'f' })],
  ['a body is not the one that was sent', 'I1-BODY', (run) => change(run, 'b', { bodyHash: 'lost' })],
  ['a call never ends', 'I1-OPEN', (run) => change(run, 'b', { state: 'waiting', attempt: 0, attempts: [] })],
  [
    'a call that was to run again is interrupted',
    'I1-END',
    (run) => change(run, 'b', { state: 'interrupted', attempts: [{ attempt: 1, outcome: 'interrupted' }] }),
  ],
  ['a call succeeded before its effects', 'I1-NOEFFECT', (run) => without(run, 'end', 'b')],
  [
    'recovery took a call that was cut off for done',
    'I1-NOEFFECT',
    (run) => {
      run.events = run.events.filter(
        (event) => !('attempt' in event && event.cid === 'a' && event.attempt === 2),
      );
      change(run, 'a', { attempt: 1, attempts: [{ attempt: 1, outcome: 'succeeded' }] });
    },
  ],
  [
    'something ran that nobody had sent',
    'I2-NOTSENT',
    (run) => insert(run, ['end', 'b'], effect('start', 'z')),
  ],
  [
    'something ran that is not on disk',
    'I2-NOROW',
    (run) => insert(run, ['end', 'b'], effect('start', 'f'), effect('end', 'f')),
  ],
  [
    'the newest ran first',
    'I3-ORDER',
    (run) => {
      for (const kind of ['start', 'end'] as const) without(run, kind, 'b');
      without(run, 'start', 'a');
      insert(run, ['unknown', 'f'], effect('start', 'b'), effect('end', 'b'), effect('start', 'a', 2));
    },
  ],
  [
    'two ran side by side',
    'I3-OVERLAP',
    (run) => {
      without(run, 'start', 'b');
      insert(run, ['start', 'e'], effect('start', 'b'));
    },
  ],
  [
    'a call that was cut off went to the tail',
    'I3-OVERLAP',
    (run) => {
      run.events = run.events.filter(
        (event) => !('attempt' in event && event.cid === 'a' && event.attempt === 2),
      );
      insert(run, ['end', 'b'], effect('start', 'a', 2), effect('end', 'a', 2));
    },
  ],
  [
    'calls were ordered by a wall clock that was set back',
    'I3-ORDER',
    (run) => {
      run.events = run.events.filter(({ kind }) => kind !== 'start' && kind !== 'end');
      insert(
        run,
        ['unknown', 'f'],
        effect('start', 'b'),
        effect('end', 'b'),
        effect('start', 'a'),
        effect('end', 'a'),
      );
    },
  ],
  [
    'two of one key ran side by side',
    'I3-OVERLAP',
    (run) => {
      run.events = run.events.map((event) => (event.kind === 'send' ? { ...event, orderKey: 'k1' } : event));
      without(run, 'start', 'd');
      insert(run, ['ack', 'd'], effect('start', 'd'));
      run.events = stamp(run.events);
    },
  ],
  [
    'a later call stands before an earlier one',
    'I4-TIME',
    (run) => {
      run.looks = [];
      change(run, 'b', { sequence: 0, laneSequence: 1 });
      change(run, 'a', { laneSequence: 2 });
    },
  ],
  [
    'a call ran again that no kill had cut off',
    'I5-NOTCUT',
    (run) => insert(run, ['end', 'b'], effect('start', 'b', 2), effect('end', 'b', 2)),
  ],
  [
    'a call started twice in one attempt',
    'I5-TWICE',
    (run) => insert(run, ['end', 'a'], effect('start', 'a', 2)),
  ],
  [
    'more ran again than was cut off',
    'I5-MANY',
    (run) => insert(run, ['end', 'b'], effect('start', 'b', 2), effect('end', 'b', 2)),
  ],
  [
    'a call that runs at most once ran twice',
    'I6-TWICE',
    (run) => {
      insert(run, ['end', 'b'], effect('start', 'c', 2), effect('end', 'c', 2));
      change(run, 'c', { state: 'succeeded', ...cut });
    },
  ],
  [
    'a call that was asked for again is there twice',
    'I7-DUPROW',
    (run) => void run.rows.push(row(6, 'line', 'b', { id: 'id-2', laneSequence: 3 })),
  ],
  [
    'a call that was asked for again was acknowledged under another id',
    'I7-TWOIDS',
    (run) => insert(run, ['ack', 'b'], { kind: 'ack', cid: 'b', id: 'id-2' }),
  ],
  ['a call changed its sequence', 'I8-MOVED', (run) => change(run, 'b', { sequence: 20 })],
  [
    'a sequence was given again',
    'I8-REUSED',
    (run) => void run.looks.push({ rows: [...run.looks[0]!.rows, { id: 'id-c', sequence: 9 }] }),
  ],
  [
    'a call was there and is gone',
    'I8-GONE',
    (run) => void run.looks.unshift({ rows: [{ id: 'id-z', sequence: 1 }] }),
  ],
  ['a lane counts a call twice', 'I8-LANE', (run) => change(run, 'b', { laneSequence: 1 })],
  [
    'the result of a killed runner was taken for that of the next attempt',
    'I9-MOVE',
    (run) => change(run, 'a', { attempts: [{ attempt: 1, outcome: 'succeeded' }] }),
  ],
  [
    'a call ended twice',
    'I9-MOVE',
    (run) => change(run, 'b', { attempts: [...cut.attempts, cut.attempts[1]!] }),
  ],
  ['a call took less than no time', 'I9-TIME', (run) => change(run, 'b', { durationsMs: [-1, 1, null] })],
  ['a call is there that nobody had sent', 'I9-NOTSENT', (run) => change(run, 'e', { cid: 'z' })],
  ['a refused call is there', 'I9-REFUSED', (run) => change(run, 'e', { cid: 'g' })],
];

describe('the checker', () => {
  it('finds nothing broken in a good run', () => {
    expect(check(goodRun())).toEqual([]);
  });

  it.each(mutants)('finds that %s: %s', (_told, code, spoil) => {
    const run = goodRun();
    spoil(run);
    expect(codesOf(check(run))).toContain(code);
  });

  it('finds that a service which is up does not answer', () => {
    const { events } = goodRun();
    // Two of these seven were cut off, and one refused.
    expect(checkLiveness({ events })).toEqual(['LIVE only 4 of 7 sends were acknowledged']);
    const alive = events.filter((event) => !('cid' in event) || event.cid !== 'g');
    expect(checkLiveness({ events: alive })).toEqual([]);
    const dumb = events.filter(({ kind }) => kind !== 'ack');
    expect(codesOf(checkLiveness({ events: dumb }))).toEqual(['LIVE']);
    expect(checkLiveness({ events: [] })).toHaveLength(1);
  });

  it('finds that one producer of many is not heard, where the life had the time for all', () => {
    const many = Array.from({ length: 9 }, (_, at) => [send('line', `x${at}`), ack(`x${at}`)]).flat();
    const during = (diesSomewhere: boolean) =>
      stamp([{ kind: 'up', life: 1, diesSomewhere }, ...many, send('once', 'y')]);
    expect(checkLiveness({ events: during(false) })).toEqual(['LIVE once got no answer in life 1']);
    expect(checkLiveness({ events: during(true) })).toEqual([]);
  });
});
