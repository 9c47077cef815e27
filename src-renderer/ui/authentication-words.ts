import type { Authentication, AuthenticationKind } from '#shared/model/auth.ts';
import type { HmacPreset } from '#shared/model/auth/hmac.ts';
import { formatNumberOf } from './format.ts';

/** The kinds as the menu has them, in its order. */
export const kindTitles: { readonly [K in Exclude<AuthenticationKind, 'none'>]: string } = {
  apiKeys: 'ApiKeys',
  basic: 'Basic (user and password)',
  hmac: 'HMAC signature',
  jwt: 'Bearer token (JWT)',
  clientCertificate: 'Client certificate',
  any: 'Any of several',
  all: 'All of several',
};

export const presetTitles: { readonly [P in HmacPreset]: string } = {
  'standard-webhooks': 'Standard Webhooks',
  github: 'GitHub',
  stripe: 'Stripe',
  shopify: 'Shopify',
  slack: 'Slack',
  generic: 'Another sender',
};

/** A trigger's authentication in a few words, for a list. */
export function sayAuthentication(authentication: Authentication): string {
  switch (authentication.kind) {
    case 'none':
      return authentication.exposed ? 'none, open to all' : 'none, this machine only';
    case 'apiKeys':
      return ['ApiKeys', ...countsOf(authentication)].join(', ');
    case 'basic':
      return `Basic, ${formatNumberOf(authentication.users.length, 'user')}`;
    case 'clientCertificate':
      return 'client certificate';
    case 'any':
      return authentication.any.map(sayAuthentication).join(' or ');
    case 'all':
      return authentication.all.map(sayAuthentication).join(' and ');
    case 'jwt':
      return `JWT, ${authentication.algorithms.join(', ')}`;
    case 'hmac':
      return authentication.preset === 'generic'
        ? `HMAC signature in ${authentication.header ?? ''}`
        : `HMAC signature, ${presetTitles[authentication.preset]}`;
  }
}

/** Its own keys, and the consumers that it lets in; those of which there are none are not spoken of beside others. */
function countsOf({ keys, consumers }: Extract<Authentication, { kind: 'apiKeys' }>): readonly string[] {
  return [
    ...(keys.length > 0 || consumers.length === 0 ? [formatNumberOf(keys.length, 'key')] : []),
    ...(consumers.length > 0 ? [formatNumberOf(consumers.length, 'consumer')] : []),
  ];
}
