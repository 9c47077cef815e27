// Apart from the schemas, as with secrets.
import type { Authentication, AuthenticationDraft } from './auth.ts';

/** The consumers that a trigger lets in: their ids, or in a draft their ids or labels. */
export function consumersOf(authentication: Authentication | AuthenticationDraft): readonly string[] {
  switch (authentication.kind) {
    case 'apiKeys':
      return authentication.consumers;
    case 'basic':
    case 'hmac':
    case 'jwt':
    case 'none':
      return [];
  }
}

/** The same draft with other names for them. */
export function withConsumers(
  authentication: AuthenticationDraft,
  consumers: readonly string[],
): AuthenticationDraft {
  return authentication.kind === 'apiKeys'
    ? { ...authentication, consumers: [...consumers] }
    : authentication;
}
