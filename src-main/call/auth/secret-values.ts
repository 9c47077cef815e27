// What the values of secrets are like, kind by kind.
import { randomBytes } from 'node:crypto';
import { keyPrefix } from '#shared/model/api-key.ts';
import { isShared } from '#shared/model/auth/jwt.ts';
import type { HmacPreset } from '#shared/model/auth/hmac.ts';
import type { AuthenticationDraft } from '#shared/model/auth.ts';
import { minSecretBytes, signatureKey } from './hmac-keys.ts';
import { faultOfTokenKey } from './token-keys.ts';

const random = (encoding: 'base64' | 'base64url'): string => randomBytes(32).toString(encoding);

export const makeKey = (): string => keyPrefix + random('base64url');

/** A new value for a secret of such an authentication; null where only whoever signs can say what it is. */
export function makeSecret(authentication: AuthenticationDraft): string | null {
  switch (authentication.kind) {
    case 'none':
    case 'clientCertificate':
    case 'any':
    case 'all':
      return null;
    case 'jwt':
      return authentication.algorithms.every(isShared) ? random('base64url') + random('base64url') : null;
    case 'apiKeys':
      return makeKey();
    case 'basic':
      return random('base64url');
    case 'hmac':
      return makeSigningSecret[authentication.preset]();
  }
}

const givenBySender = (): null => null;
const makeSigningSecret: { readonly [P in HmacPreset]: () => string | null } = {
  'standard-webhooks': () => `whsec_${random('base64')}`,
  github: () => random('base64url'),
  generic: () => random('base64url'),
  stripe: givenBySender,
  shopify: givenBySender,
  slack: givenBySender,
};

/** What is wrong with a value beyond what its schema says; null where nothing is. */
export function faultOfSecret(value: string, authentication: AuthenticationDraft): string | null {
  if (authentication.kind === 'hmac' && signatureKey(value, authentication.preset) === null) {
    return `A secret of Standard Webhooks is whsec_ and base64 of ${minSecretBytes} bytes at least, or whpk_ and the 32 bytes of a public key.`;
  }
  return authentication.kind === 'jwt' ? faultOfTokenKey(value, authentication.algorithms) : null;
}
