import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimits } from '#main/call/rate-limits.ts';

/** A limit of so many calls on a clock that is moved by hand. */
function limited(calls: number, perSeconds: number) {
  let now = 1_234.567;
  const limits = createRateLimits(() => now);
  return {
    limits,
    pass: (ms: number) => void (now += ms),
    take: (
      keyId: string | null = 'key',
      rate: { calls: number; perSeconds: number } = { calls, perSeconds },
    ) => limits.take('integration', keyId, rate),
  };
}

describe('a rate limit', () => {
  it('lets so many calls through at once and one more each time its share has passed', () => {
    const { take, pass } = limited(3, 6);
    expect([take(), take(), take()]).toEqual([null, null, null]);
    expect(take()).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 2 });
    pass(1_500);
    expect(take()?.retryAfterSeconds).toBe(1);
    pass(500);
    expect(take()).toBeNull();
    expect(take()?.retryAfterSeconds).toBe(2);
  });

  it('counts each key on its own, and callers without keys together', () => {
    const { take } = limited(1, 1);
    expect([take('one'), take('two'), take(null)]).toEqual([null, null, null]);
    expect([take('one'), take('two'), take(null)].map((refused) => refused?.code)).toEqual(
      Array(3).fill('rate_limited'),
    );
  });

  it('that is changed holds nobody to the old one', () => {
    const { take } = limited(1, 86_400);
    expect(take()).toBeNull();
    expect(take()?.retryAfterSeconds).toBe(86_400);
    expect(take('key', { calls: 10, perSeconds: 1 })?.retryAfterSeconds).toBe(1);
  });

  it('is none where there is none', () => {
    const limits = createRateLimits(() => 0);
    expect(Array.from({ length: 100 }, () => limits.take('integration', null, false))).toEqual(
      Array(100).fill(null),
    );
  });

  it('never lets more through in any stretch of time than a full bucket and what has flowed into it', () => {
    const Limit = fc.record({
      calls: fc.integer({ min: 1, max: 1_000 }),
      perSeconds: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(Limit, fc.array(fc.nat(5_000), { minLength: 1, maxLength: 300 }), (limit, waits) => {
        const { take, pass } = limited(limit.calls, limit.perSeconds);
        let at = 0;
        const taken: number[] = [];
        for (const ms of waits) {
          pass(ms);
          at += ms;
          const refused = take();
          if (refused === null) taken.push(at);
          // Whoever waits as long as it is told is let through.
          else {
            pass(refused.retryAfterSeconds! * 1_000);
            at += refused.retryAfterSeconds! * 1_000;
            expect(take()).toBeNull();
            taken.push(at);
          }
        }
        taken.forEach((from, first) =>
          taken.slice(first).forEach((to, count) => {
            const flowed = ((to - from) * limit.calls) / (limit.perSeconds * 1_000);
            expect(count + 1).toBeLessThanOrEqual(limit.calls + flowed + 0.01);
          }),
        );
      }),
      { numRuns: 30 },
    );
  });
});
