// Several kinds of authentication as one: any of them, or all.
import { problem, statusOf, type Problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { hasSentNothing, isGuess } from '../wrong-keys.ts';
import {
  asking,
  type BodyCheck,
  type Caller,
  type Decision,
  type Verdict,
  type Verifier,
} from './verifier.ts';

/** What makes one decision of several; null where the rest has to be known too. */
interface Rule {
  early(decision: Decision): Decision | null;
  late(decisions: readonly Decision[]): Decision;
}

const anyRule: Rule = {
  early: (decision) => (decision.ok ? decision : null),
  late: (decisions) =>
    refuse(toldOf(decisions.flatMap((decision) => (decision.ok ? [] : [decision.problem])))),
};

const allRule: Rule = {
  early: (decision) => (decision.ok ? null : decision),
  late: (decisions) => ok(joined(decisions.flatMap((decision) => (decision.ok ? [decision.value] : [])))),
};

export const anyOf = (verifiers: readonly Verifier[]): Verifier => combine(verifiers, anyRule);
export const allOf = (verifiers: readonly Verifier[]): Verifier => combine(verifiers, allRule);

function combine(verifiers: readonly Verifier[], rule: Rule): Verifier {
  return {
    challenges: (refused) => [...new Set(verifiers.flatMap((verifier) => verifier.challenges(refused)))],
    verify(call) {
      const verdicts: Verdict[] = [];
      for (const verifier of verifiers) {
        const verdict = verifier.verify(call);
        const decision = 'ok' in verdict ? rule.early(verdict) : null;
        if (decision !== null) return decision;
        verdicts.push(verdict);
      }
      const known = verdicts.filter((verdict): verdict is Decision | BodyCheck => !('asks' in verdict));
      return known.length < verdicts.length ? asking(askAll(verdicts, rule)) : fromHead(known, rule);
    },
  };
}

/** One after the other, so that nobody is asked in vain. */
async function askAll(verdicts: readonly Verdict[], rule: Rule): Promise<Decision | BodyCheck> {
  const known: (Decision | BodyCheck)[] = [];
  for (const verdict of verdicts) {
    const told = 'asks' in verdict ? await verdict.asks : verdict;
    const decision = 'ok' in told ? rule.early(told) : null;
    if (decision !== null) return decision;
    known.push(told);
  }
  return fromHead(known, rule);
}

/** Where none of them has to see the body, the decision; otherwise all of them see it. */
function fromHead(known: readonly (Decision | BodyCheck)[], rule: Rule): Decision | BodyCheck {
  const checks: BodyCheck[] = [];
  const decisions: Decision[] = [];
  for (const one of known) {
    if ('ok' in one) decisions.push(one);
    else checks.push(one);
  }
  if (checks.length === 0) return rule.late(decisions);
  return {
    update(bytes) {
      for (const check of checks) check.update(bytes);
    },
    decide() {
      const all = [...decisions];
      for (const check of checks) {
        const decision = check.decide();
        const decided = rule.early(decision);
        if (decided !== null) return decided;
        all.push(decision);
      }
      return rule.late(all);
    },
  };
}

/**
 * Of several refusals, that of the kind which the caller tried: first one that is no fault of the caller, then one that
 * counts as a guess, which nothing else sent with it may hide. The log has them all.
 */
function toldOf(problems: readonly Problem[]): Problem {
  const told =
    problems.find(({ code }) => statusOf(code) >= 500) ??
    problems.find(({ code }) => isGuess(code)) ??
    problems.find(({ code }) => !hasSentNothing(code)) ??
    problems[0];
  if (told === undefined)
    return problem('key_missing', { reason: 'The trigger has no kind of authentication.' });
  const reason = problems.map((one) => one.reason ?? one.detail).join(' ');
  if (!hasSentNothing(told.code)) return { ...told, reason };
  return { ...told, reason, detail: problems.map(({ detail }) => detail).join(' Or: ') };
}

function joined(callers: readonly Caller[]): Caller {
  // A key that has a rate of its own is counted, whatever else came with it.
  const keyed =
    callers.find(({ rateLimit }) => rateLimit) ?? callers.find(({ keyId }) => keyId !== null) ?? callers[0];
  const labels = callers.flatMap(({ keyLabel }) => keyLabel ?? []);
  const consumers = callers.flatMap(({ consumer }) => consumer ?? []);
  return {
    keyId: null,
    ...keyed,
    consumer: consumers.length === 0 ? null : consumers.join(' '),
    keyLabel: labels.length === 0 ? null : [...new Set(labels)].join(', '),
    credentials: callers.flatMap(({ credentials }) => credentials),
  };
}
