import { type Problem, problem } from '#shared/problem.ts';
import type { Caller } from './auth/verifier.ts';
import { headerOf, type IncomingCall } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

export interface Insecure {
  readonly problem: Problem;
  /** Whose key came along. */
  readonly caller?: Caller;
}

/**
 * Why a call over plain HTTP is not taken; null where it may be. A key that came with it has been on the wire for
 * everybody to read, which the log says. Problems: `tls_required`.
 */
export function requireTls(call: IncomingCall, live: LiveIntegration): Insecure | null {
  if (!live.integration.trigger.httpsOnly || call.isSecure) return null;
  const verdict = live.verifier.verify(call);
  const caller = 'ok' in verdict && verdict.ok ? verdict.value : null;
  if (caller !== null && caller.keyLabel !== null) {
    const reason = `The key labelled ${caller.keyLabel} came over plain HTTP, so others may know it now: it should be replaced.`;
    return { problem: refused(reason), caller };
  }
  const sentKey = headerOf(call, 'x-api-key') !== undefined || headerOf(call, 'authorization') !== undefined;
  const also = sentKey ? ' Whatever key it carried may be known to others now.' : '';
  return { problem: refused(`The call came over plain HTTP.${also}`) };
}

const refused = (reason: string): Problem =>
  problem('tls_required', { detail: 'Call this endpoint over HTTPS.', reason });
