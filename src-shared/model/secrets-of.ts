// Apart from the schemas, so that the store's threads need not load zod.
import type { Authentication } from './auth.ts';
import type { Secret } from './secret.ts';

/** The secrets of a trigger, whatever its kind of authentication. */
export function secretsOf(authentication: Authentication): readonly Secret[] {
  switch (authentication.kind) {
    case 'apiKeys':
      return authentication.keys;
    case 'basic':
      return authentication.users;
    case 'hmac':
      return authentication.secrets;
    case 'none':
      return [];
  }
}
