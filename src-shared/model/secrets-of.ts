// Apart from the schemas, so that the store's threads need not load zod.
import type { Authentication, SingleAuthentication } from './auth.ts';
import type { ApiKey } from './api-key.ts';
import type { Secret } from './secret.ts';

/** The ids under which values of a trigger are kept; more than its secrets where one was rotated. */
export const secretIdsOf = (authentication: Authentication): string[] =>
  secretsOf(authentication).flatMap(keptIdsOf);

/** The same of one secret. */
export const keptIdsOf = (secret: Secret | ApiKey): string[] =>
  'previous' in secret && secret.previous !== null ? [secret.id, secret.previous.id] : [secret.id];

/** The secrets of a trigger, whatever its kind of authentication. */
export function secretsOf(authentication: Authentication): readonly (Secret | ApiKey)[] {
  switch (authentication.kind) {
    case 'apiKeys':
    case 'jwt':
      return authentication.keys;
    case 'basic':
      return authentication.users;
    case 'hmac':
      return authentication.secrets;
    case 'any':
    case 'all':
      return membersOf(authentication).flatMap(secretsOf);
    case 'none':
    case 'clientCertificate':
      return [];
  }
}

/** Its API keys, where it is that kind or has it among others. */
export const apiKeysOf = (authentication: Authentication): readonly ApiKey[] =>
  membersOf(authentication).flatMap((one) => (one.kind === 'apiKeys' ? one.keys : []));

/** The kinds that are combined, or the one that stands alone. */
export function membersOf(authentication: Authentication): readonly SingleAuthentication[] {
  switch (authentication.kind) {
    case 'any':
      return authentication.any;
    case 'all':
      return authentication.all;
    case 'none':
      return [];
    default:
      return [authentication];
  }
}
