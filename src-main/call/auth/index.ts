// The kinds of authentication; a kind of the model that is missing here does not compile.
import type { AuthenticationKind } from '#shared/model/auth.ts';
import type { Result } from '#shared/result.ts';
import type { IncomingCall } from '../incoming-call.ts';
import type { LiveIntegration } from '../registry.ts';
import { verifyApiKeys } from './api-keys.ts';
import { verifyNone } from './none.ts';
import type { AuthDeps, Caller, Verifier } from './verifier.ts';

export const verifiers: { readonly [K in AuthenticationKind]: Verifier<K> } = {
  none: verifyNone,
  apiKeys: verifyApiKeys,
};

/** Problems: those of the kinds. */
export function authenticate(call: IncomingCall, live: LiveIntegration, deps: AuthDeps): Result<Caller> {
  const { authentication } = live.integration.trigger;
  // The record's own type ties each kind to its verifier; only the union of both is beyond the compiler.
  const verify = verifiers[authentication.kind] as Verifier<AuthenticationKind>;
  return verify(call, { ...live, authentication }, deps);
}
