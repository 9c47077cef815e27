import type { LiveIntegration } from '#main/call/registry.ts';
import type { IncomingCall } from '#main/call/incoming-call.ts';
import type { Authentication, AuthenticationKind } from '#shared/model/auth.ts';
import type { Result } from '#shared/result.ts';

/** Who calls, as far as the trigger's authentication tells. */
export interface Caller {
  /** The API key by its id; null where the trigger has none. */
  readonly keyId: string | null;
  readonly keyLabel: string | null;
  /** The credential it sent; wherever else it stands in the request, it is not kept. */
  readonly secret: string | null;
}

export interface AuthDeps {
  /** The keyed digest that kept keys are found by. */
  digest(text: string): string;
  /** The digest of the key of this life that test calls carry. */
  readonly testDigest: string;
}

/** Decides from the head of a call alone, without waiting: what waits could change the order of calls. */
export type Verifier<K extends AuthenticationKind> = (
  call: IncomingCall,
  trigger: LiveIntegration & { readonly authentication: Extract<Authentication, { kind: K }> },
  deps: AuthDeps,
) => Result<Caller>;
