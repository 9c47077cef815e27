// Which calls retention lets go, as a pure choice: it knows no clock, no database and no files.
import type { RetentionBounds } from '#main/ports/retention.ts';
import type { Retention } from '#shared/model/retention.ts';

/** Refused calls are a pool of their own under this name, bounded by their number and the installation's age. */
export const refusedPool = '';
const refusedKept = 100_000;
export const dayMs = 86_400_000;

export interface EndedCall {
  readonly sequence: number;
  /** Its integration, or `refusedPool`. */
  readonly pool: string;
  readonly receivedAtMs: number;
  readonly bytes: number;
  /** Something still needs it, whatever the bounds say. */
  readonly isHeld: boolean;
}

export interface KeptPool {
  readonly pool: string;
  readonly calls: number;
  readonly bytes: number;
}

/** How much of what is counted together is beyond its bound. */
interface Excess {
  over: number;
}

interface Rule {
  readonly oldestMs: number;
  readonly calls: Excess;
  readonly bytes: Excess;
}

/**
 * Looks at calls, oldest first over all pools, and says of each whether it goes; ends where no more can. A pool's
 * own bound counts that pool; the installation's counts all pools without one of their own together. `endedAfter`
 * gives a pool's next calls by sequence, and none at the end.
 */
export function* chooseExpired(given: {
  readonly kept: readonly KeptPool[];
  readonly bounds: RetentionBounds;
  readonly nowMs: number;
  readonly after: number;
  endedAfter(pool: string, sequence: number): readonly EndedCall[];
}): Generator<{ readonly sequence: number; readonly goes: boolean }, void, void> {
  const { kept, bounds, nowMs, after, endedAfter } = given;
  const rules = rulesOf(kept, bounds, nowMs);
  const rows = new Map(kept.map(({ pool }) => [pool, endedAfter(pool, after).values()]));
  const heads = new Map<string, EndedCall>();

  function advance(pool: string, sequence: number): void {
    let next = rows.get(pool)!.next();
    if (next.done) {
      rows.set(pool, endedAfter(pool, sequence).values());
      next = rows.get(pool)!.next();
    }
    if (next.done) heads.delete(pool);
    else heads.set(pool, next.value);
  }

  for (const { pool } of kept) advance(pool, after);
  while (heads.size > 0) {
    const call = oldest(heads.values());
    const rule = rules.get(call.pool)!;
    const mayStay = call.receivedAtMs >= rule.oldestMs && rule.calls.over <= 0 && rule.bytes.over <= 0;
    const goes = !mayStay && !call.isHeld;
    if (goes) {
      rule.calls.over -= 1;
      rule.bytes.over -= call.bytes;
    }
    yield { sequence: call.sequence, goes };
    // A call that may stay ends its pool, since those after it are younger; one of a wrong clock's future does not.
    if (mayStay && call.receivedAtMs <= nowMs) heads.delete(call.pool);
    else advance(call.pool, call.sequence);
  }
}

function rulesOf(
  kept: readonly KeptPool[],
  { installation, triggers }: RetentionBounds,
  nowMs: number,
): ReadonlyMap<string, Rule> {
  const own = new Map(triggers);
  const shared = { calls: excessOf(installation.calls), bytes: excessOf(installation.bytes) };
  const excess = (what: 'calls' | 'bytes', bound: number | null, pool: KeptPool): Excess => {
    const counted = bound === null ? shared[what] : excessOf(bound);
    counted.over += pool[what];
    return counted;
  };
  return new Map(
    kept.map((pool) => {
      if (pool.pool === refusedPool) {
        const calls = { over: pool.calls - refusedKept };
        return [pool.pool, { oldestMs: oldestOf(installation.days, nowMs), calls, bytes: excessOf(null) }];
      }
      const bound: Partial<Retention> = own.get(pool.pool) ?? {};
      return [
        pool.pool,
        {
          oldestMs: oldestOf(bound.days ?? installation.days, nowMs),
          calls: excess('calls', bound.calls ?? null, pool),
          bytes: excess('bytes', bound.bytes ?? null, pool),
        },
      ];
    }),
  );
}

const excessOf = (bound: number | null): Excess => ({ over: bound === null ? -Infinity : -bound });
const oldestOf = (days: number | null, nowMs: number): number =>
  days === null ? -Infinity : nowMs - days * dayMs;

function oldest(calls: Iterable<EndedCall>): EndedCall {
  let first: EndedCall | undefined;
  for (const call of calls) if (first === undefined || call.sequence < first.sequence) first = call;
  return first!;
}
