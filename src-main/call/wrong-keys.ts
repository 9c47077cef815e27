import { statusOf, problem, type Problem, type ProblemCode } from '#shared/problem.ts';

const windowMs = 60_000;
const maxWrong = 60;
/** Beyond so many addresses the one that was seen first is forgotten. */
const maxRemembered = 10_000;

const nothingSent: ReadonlySet<ProblemCode> = new Set([
  'key_missing',
  'login_missing',
  'signature_missing',
  'token_missing',
  'certificate_missing',
]);

/** Callers that sent nothing have guessed nothing. */
export const hasSentNothing = (code: ProblemCode): boolean => nothingSent.has(code);

/** What was sent may be a guess, which is counted. */
export const isGuess = (code: ProblemCode): boolean => statusOf(code) === 401 && !hasSentNothing(code);

/** Slows down who guesses keys, passwords, tokens or signatures. A right one is never asked about. */
export interface WrongKeys {
  /** What a caller from this address is told: that it is refused so, or that it was so too often. */
  judge(address: string, refused: Problem): Problem;
}

/** `tick`: the monotonic clock in milliseconds. `isExempt`: many callers may stand behind this address. */
export function createWrongKeys(deps: { tick(): number; isExempt(address: string): boolean }): WrongKeys {
  const counts = new Map<string, { readonly sinceMs: number; wrong: number }>();

  function countOf(address: string, now: number) {
    const known = counts.get(address);
    if (known !== undefined && now - known.sinceMs < windowMs) return known;
    counts.delete(address);
    const [oldest] = counts.keys();
    if (counts.size >= maxRemembered && oldest !== undefined) counts.delete(oldest);
    const fresh = { sinceMs: now, wrong: 0 };
    counts.set(address, fresh);
    return fresh;
  }

  return {
    judge(address, refused) {
      if (!isGuess(refused.code) || deps.isExempt(address)) return refused;
      const now = deps.tick();
      const count = countOf(address, now);
      count.wrong += 1;
      if (count.wrong <= maxWrong) return refused;
      return problem('too_many_wrong_keys', {
        reason: `${count.wrong} wrong ones came from ${address} within a minute; this one: ${refused.reason ?? refused.detail}`,
        retryAfterSeconds: Math.ceil((windowMs - (now - count.sinceMs)) / 1_000),
      });
    },
  };
}
