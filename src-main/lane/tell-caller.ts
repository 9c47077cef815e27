// What the caller who waits is told, by whoever knows first: the end of the run, a `respond` step, somebody who cancels,
// the end of the service.
import type { FailureTold } from '#main/ports/idempotency.ts';
import { statusOf, type Problem } from '#shared/problem.ts';
import type { LiveCall, Settled } from './live-call.ts';

export const statusFor = (settled: Settled): number =>
  settled.kind === 'answered' ? settled.answer.status : (settled.status ?? statusOf(settled.problem.code));

/** A problem as its caller hears it. */
export const failureTold = (
  { code, detail, retryAfterSeconds }: Problem,
  status: number | null = null,
): FailureTold => ({
  code,
  status: status ?? statusOf(code),
  detail,
  retryAfterSeconds: retryAfterSeconds ?? null,
});

/**
 * It listens once, and what it heard stands at the call from then on. Nothing is told where its time ended or it hung
 * up first.
 */
export function tellCaller(call: LiveCall, settled: Settled): void {
  const { settle } = call;
  call.settle = null;
  if (settle === null || !settle(settled)) return;
  call.answeredStatus = statusFor(settled);
  call.told = settled.kind === 'answered' ? null : failureTold(settled.problem, settled.status);
}
