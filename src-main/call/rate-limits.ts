import { problem, type Problem } from '#shared/problem.ts';
import type { RateLimit } from '#shared/model/rate-limit.ts';

/** Beyond so many consumers those that are at rest are forgotten, which changes nothing for them. */
const maxRemembered = 10_000;

/** How many calls each consumer may make. */
export interface RateLimits {
  /**
   * Counts a call of this API key, or of all callers where there are none; over all triggers where no integration is
   * named. Problems: `rate_limited`.
   */
  take(integrationId: string | null, keyId: string | null, limit: RateLimit): Problem | null;
}

/**
 * A token bucket for each trigger and key, kept as one number: when it will be full again. A bucket that is full
 * is the same as none. `tick`: the monotonic clock in milliseconds.
 */
export function createRateLimits(tick: () => number): RateLimits {
  const fullAt = new Map<string, number>();

  function forgetFull(now: number): void {
    for (const [consumer, at] of fullAt) if (at <= now) fullAt.delete(consumer);
  }

  return {
    take(integrationId, keyId, limit) {
      if (limit === false) return null;
      const now = tick();
      const windowMs = limit.perSeconds * 1_000;
      const consumer = `${integrationId ?? ''} ${keyId ?? ''}`;
      // A limit that was made wider meanwhile holds nobody to the old one.
      const before = Math.min(Math.max(fullAt.get(consumer) ?? now, now), now + windowMs);
      const after = before + windowMs / limit.calls;
      const tooSoonMs = after - (now + windowMs);
      // Less than a microsecond is how far a sum of fractions may be off.
      if (tooSoonMs > 0.001) {
        return problem('rate_limited', {
          reason: `${limit.calls} calls in ${limit.perSeconds} s are allowed.`,
          retryAfterSeconds: Math.ceil(tooSoonMs / 1_000),
        });
      }
      if (fullAt.size >= maxRemembered && !fullAt.has(consumer)) forgetFull(now);
      fullAt.set(consumer, after);
      return null;
    },
  };
}
