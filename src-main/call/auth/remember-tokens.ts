import { asking, type Asking, type Decision } from './verifier.ts';

/** How many tokens are remembered; callers in use at a time are fewer. */
const maxRemembered = 1_000;
/** A key that was taken away is noticed after so long. */
const maxMs = 60_000;

/** What came of looking at a token. */
export interface CheckedToken {
  readonly decision: Decision;
  /** Seconds since 1970; Infinity where it has no end. */
  readonly endsAt: number;
}

/**
 * Decides at once about a token that was lately found right: it comes back with every call, and to check it takes time in
 * which calls could overtake each other. Calls that come while it is checked wait for the one check, so that they
 * go on in their order. `now`: milliseconds since 1970.
 */
export function rememberTokens(
  check: (token: string) => Promise<CheckedToken>,
  now: () => number,
): { decide(token: string): Decision | Asking } {
  const right = new Map<string, { readonly decision: Decision; readonly untilMs: number }>();
  const underWay = new Map<string, Promise<Decision>>();

  async function begin(token: string): Promise<Decision> {
    try {
      const { decision, endsAt } = await check(token);
      if (decision.ok) {
        if (right.size >= maxRemembered) right.clear();
        right.set(token, { decision, untilMs: Math.min(now() + maxMs, endsAt * 1_000) });
      }
      return decision;
    } finally {
      underWay.delete(token);
    }
  }

  return {
    decide(token) {
      const known = right.get(token);
      if (known !== undefined && now() < known.untilMs) return known.decision;
      let asks = underWay.get(token);
      if (asks === undefined) {
        asks = begin(token);
        underWay.set(token, asks);
      }
      return asking(asks);
    },
  };
}
