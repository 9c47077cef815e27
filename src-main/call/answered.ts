// What Hookline itself told the caller of a call that is kept: a problem, a 202, that the result is not ready. Made anew by
// what makes answers, since all that it is made of is kept anyhow; of a refused call the answer itself is kept.
import type { StoredCall } from '#main/ports/store.ts';
import type { Integration } from '#shared/model/integration.ts';
import { isProblemCode, problem } from '#shared/problem.ts';
import { acceptedAnswer, problemAnswer, timedOutAnswer } from './answers.ts';
import { createOrigins, letPageRead } from './cross-origin.ts';
import type { Answer } from './incoming-call.ts';

/** A timer may go off a little before its time. */
const earlyMs = 50;

type Told = Pick<Answer, 'status' | 'headers' | 'body'>;

/**
 * Null where the caller had the workflow's own answer or none, or where it cannot be told any more. `under`: the version
 * that the call was accepted under.
 */
export function answeredBy(call: StoredCall, under: Integration | null): Told | null {
  if (call.summary.state === 'refused') return call.result.refusal;
  if (under === null) return null;
  const { id } = call.summary;
  const asking = { id, rawHeaders: (JSON.parse(call.request.headersJson) as [string, string][]).flat() };
  const answer = madeAgain(call, under, asking);
  const origins = createOrigins(under.trigger.origins);
  return answer === null || origins === null ? answer : letPageRead(asking, origins, answer);
}

function madeAgain(
  { summary, caller, result, timings }: StoredCall,
  { code, name, trigger }: Integration,
  asking: Parameters<typeof acceptedAnswer>[0],
): Answer | null {
  const { answeredStatus: status } = summary;
  const { errors } = trigger;
  if (status === null) return null;
  if (caller === 'answered') return acceptedAnswer(asking, { code, name });
  if (caller === 'timedOut') {
    // The head of a lane that stopped has told its caller why; that is not kept.
    const waitedMs = trigger.requestResponse === false ? 0 : trigger.requestResponse.timeoutSeconds * 1_000;
    if (status !== 504 || (timings.answeredMs ?? waitedMs) < waitedMs - earlyMs) return null;
    return timedOutAnswer(asking, { code, name, errors });
  }
  const { answer, failure } = result;
  if (answer?.status === status || failure === null || !isProblemCode(failure.code)) return null;
  const { detail, retryAfterSeconds } = failure;
  const told = problem(failure.code, {
    detail,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  });
  return problemAnswer(asking, told, { errors, status: failure.status });
}
