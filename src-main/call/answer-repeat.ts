import type { FirstCall } from '#main/ports/idempotency.ts';
import { isOpen } from '#shared/model/call.ts';
import { isProblemCode, problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { acceptedAnswer, problemAnswer, workflowAnswer } from './answers.ts';
import type { Answer, IncomingCall } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

/**
 * What a call is answered that came with the idempotency key of an earlier one: what that one was, or will be.
 * `waits`: the caller wants the result.
 * Problems: `idempotency_mismatch`, `idempotency_running`, `call_not_found` (its answer is not kept any more).
 */
export function answerRepeat(
  call: IncomingCall,
  { integration }: LiveIntegration,
  { id, isSame, kept }: FirstCall,
  waits: boolean,
): Result<Answer> {
  const asFirst = { id, rawHeaders: call.rawHeaders };
  if (!isSame) {
    const reason = `The key came with another request first: call ${id}.`;
    return refuse(problem('idempotency_mismatch', { reason }));
  }
  if (kept === null && waits) {
    const detail = 'The first call with this idempotency key is over and its answer is not kept any more.';
    return refuse(problem('call_not_found', { detail, reason: `${detail} It was call ${id}.` }));
  }
  if (kept === null || kept.caller === 'answered') return ok(replayed(acceptedAnswer(asFirst, integration)));
  // An answer that was sent before the workflow failed is what its caller had.
  if (kept.answer !== null) return ok(replayed(workflowAnswer(asFirst, kept.answer)));
  if (isOpen(kept.state)) {
    const reason = `The key came with call ${id}, which is ${kept.state}.`;
    return refuse(problem('idempotency_running', { reason, retryAfterSeconds: 1 }));
  }
  const { problemCode: code } = kept;
  // What was told for want of the outcome says nothing of it.
  const failure = kept.failure?.code === code ? kept.failure : null;
  const failed = problem(
    code !== null && isProblemCode(code) ? code : 'step_failed',
    failure === null ? {} : { detail: failure.detail },
  );
  const { errors } = integration.trigger;
  return ok(replayed(problemAnswer(asFirst, failed, { errors, status: failure?.status ?? null })));
}

const replayed = (answer: Answer): Answer => ({
  ...answer,
  headers: [...answer.headers, ['idempotency-replayed', 'true']],
});
