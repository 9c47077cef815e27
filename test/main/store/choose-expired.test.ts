import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RetentionBounds } from '#main/ports/retention.ts';
import { chooseExpired, dayMs, refusedPool, type EndedCall } from '#main/store/choose-expired.ts';
import type { Retention } from '#shared/model/retention.ts';

const nowMs = 1_000 * dayMs;
const none: Retention = { days: null, calls: null, bytes: null };
const call = (sequence: number, change: Partial<EndedCall> = {}): EndedCall => ({
  sequence,
  pool: 'a',
  receivedAtMs: nowMs - dayMs + sequence,
  bytes: 10,
  isHeld: false,
  ...change,
});

function removed(
  calls: readonly EndedCall[],
  bounds: Partial<RetentionBounds>,
  { after = 0, readAhead = 2, limit = Infinity } = {},
): number[] {
  const pools = [...new Set(calls.map(({ pool }) => pool))];
  const kept = pools.map((pool) => {
    const own = calls.filter((one) => one.pool === pool);
    return { pool, calls: own.length, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
  const expired = chooseExpired({
    kept,
    bounds: { installation: none, triggers: [], ...bounds },
    nowMs,
    after,
    endedAfter: (pool, sequence) =>
      calls.filter((one) => one.pool === pool && one.sequence > sequence).slice(0, readAhead),
  });
  const gone = [];
  for (const { sequence, goes } of expired) {
    if (goes) gone.push(sequence);
    if (gone.length === limit) break;
  }
  return gone;
}

describe('retention', () => {
  it('lets nothing go where nothing is bounded', () => {
    expect(removed([call(1, { receivedAtMs: 0 }), call(2)], {})).toEqual([]);
  });

  it('lets go what is older than the days', () => {
    const calls = [
      call(1, { receivedAtMs: nowMs - 3 * dayMs }),
      call(2, { receivedAtMs: nowMs - 2 * dayMs }),
      call(3),
    ];
    expect(removed(calls, { installation: { ...none, days: 2 } })).toEqual([1]);
  });

  it('lets the oldest go until the number fits, over all triggers together', () => {
    const calls = [1, 2, 3, 4, 5, 6].map((sequence) => call(sequence, { pool: sequence % 2 ? 'a' : 'b' }));
    expect(removed(calls, { installation: { ...none, calls: 2 } })).toEqual([1, 2, 3, 4]);
  });

  it('lets the oldest go until the bytes fit', () => {
    const calls = [
      call(1, { bytes: 5 }),
      call(2, { bytes: 100 }),
      call(3, { bytes: 5 }),
      call(4, { bytes: 5 }),
    ];
    expect(removed(calls, { installation: { ...none, bytes: 12 } })).toEqual([1, 2]);
  });

  it('goes by whichever bound is met first', () => {
    const calls = [call(1, { receivedAtMs: 0 }), call(2), call(3), call(4)];
    expect(removed(calls, { installation: { days: 2, calls: 3, bytes: 1_000 } })).toEqual([1]);
    expect(removed(calls, { installation: { days: 2, calls: 1, bytes: 1_000 } })).toEqual([1, 2, 3]);
    expect(removed(calls, { installation: { days: 2, calls: 3, bytes: 25 } })).toEqual([1, 2]);
  });

  it('takes each bound of a trigger in place of the installation’s, and counts that trigger by itself', () => {
    const calls = [1, 2, 3, 4, 5, 6].map((sequence) =>
      call(sequence, { pool: sequence % 2 ? 'a' : 'b', receivedAtMs: nowMs - 9 * dayMs }),
    );
    const triggers = [['a', { ...none, days: 30, calls: 1 }]] as const;
    expect(removed(calls, { installation: { ...none, days: 30, calls: 2 }, triggers })).toEqual([1, 2, 3]);
    expect(removed(calls, { installation: { ...none, days: 5 }, triggers })).toEqual([1, 2, 3, 4, 6]);
  });

  it('bounds refused calls by their age and by a number of their own', () => {
    const refused = Array.from({ length: 100_002 }, (_, at) => call(at + 1, { pool: refusedPool }));
    expect(
      removed(refused, { installation: { days: 30, calls: 1, bytes: 1 } }, { readAhead: 100_002 }),
    ).toEqual([1, 2]);
    expect(
      removed([call(1, { pool: refusedPool, receivedAtMs: 0 })], { installation: { ...none, days: 30 } }),
    ).toEqual([1]);
  });

  it('keeps a held call and lets go of those behind it', () => {
    const calls = [call(1, { isHeld: true, receivedAtMs: 0 }), call(2, { receivedAtMs: 0 }), call(3)];
    expect(removed(calls, { installation: { ...none, days: 2 } })).toEqual([2]);
  });

  it('is not stopped by a call that a wrong clock put into the future', () => {
    const calls = [call(1, { receivedAtMs: nowMs + dayMs }), call(2, { receivedAtMs: 0 }), call(3)];
    expect(removed(calls, { installation: { ...none, days: 2 } })).toEqual([2]);
  });

  const bound = (max: number) => fc.option(fc.integer({ min: 1, max }));
  const retention = fc.record({ days: bound(40), calls: bound(30), bytes: bound(300) });
  const log = fc
    .array(
      fc.record({
        pool: fc.constantFrom('a', 'b', 'c'),
        bytes: fc.integer({ min: 1, max: 30 }),
        isHeld: fc.boolean(),
        laterMs: fc.integer({ min: 0, max: 2 * dayMs }),
      }),
      { maxLength: 60 },
    )
    .map((rows) => {
      let receivedAtMs = nowMs - rows.reduce((sum, { laterMs }) => sum + laterMs, 0);
      return rows.map(({ laterMs, ...row }, at) => ({
        ...row,
        sequence: at + 1,
        receivedAtMs: (receivedAtMs += laterMs),
      }));
    });
  const bounds = fc.record({
    installation: retention,
    triggers: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), retention), { maxLength: 2 }),
  });

  it('lets go exactly what a plain walk over all calls lets go, however it is cut into parts', () => {
    fc.assert(
      fc.property(log, bounds, fc.integer({ min: 1, max: 9 }), (calls, given, part) => {
        let left = calls;
        const gone: number[] = [];
        for (let after = 0; ;) {
          const some = removed(left, given, { after, readAhead: part, limit: part });
          if (some.length === 0) break;
          gone.push(...some);
          left = left.filter(({ sequence }) => !some.includes(sequence));
          after = some.at(-1)!;
        }
        expect(gone).toEqual(plainWalk(calls, given));
      }),
    );
  });
});

/** Oldest first: a call goes if it is too old, or if what is counted with it and not held back is too much yet. */
function plainWalk(calls: readonly EndedCall[], { installation, triggers }: RetentionBounds): number[] {
  const own = new Map(triggers);
  const hasOwn = (pool: string, what: 'calls' | 'bytes') => typeof own.get(pool)?.[what] === 'number';
  const gone: EndedCall[] = [];
  for (const one of calls) {
    const mine = own.get(one.pool);
    const isOver = (what: 'calls' | 'bytes'): boolean => {
      const limit = mine?.[what] ?? installation[what];
      if (limit === null) return false;
      const together = calls.filter(
        (other) =>
          !gone.includes(other) &&
          (hasOwn(one.pool, what) ? other.pool === one.pool : !hasOwn(other.pool, what)),
      );
      const size = together.reduce((sum, { bytes }) => sum + (what === 'calls' ? 1 : bytes), 0);
      return size > limit;
    };
    const days = mine?.days ?? installation.days;
    const isOld = days !== null && one.receivedAtMs < nowMs - days * dayMs;
    if (!one.isHeld && (isOld || isOver('calls') || isOver('bytes'))) gone.push(one);
  }
  return gone.map(({ sequence }) => sequence);
}
