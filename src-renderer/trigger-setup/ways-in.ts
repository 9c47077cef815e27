// How curl calls a trigger as each kind of authentication wants it. Secrets are named, never written down. Pure.
import type { AuthenticationDraftInput } from '#shared/model/auth.ts';
import { signatureHeader } from '#shared/model/auth/hmac.ts';

export interface WayIn {
  /** Of the secret, once it is kept. */
  readonly id?: string | undefined;
  /** Whose it is. */
  readonly label: string;
  readonly enabled: boolean;
  readonly expiresAt?: string | null | undefined;
  /** Options of curl, name and value. */
  readonly options: readonly (readonly [name: string, value: string])[];
}

/** The ways into a trigger, one for each consumer that it knows by name. */
export function waysIn(authentication: AuthenticationDraftInput): readonly WayIn[] {
  switch (authentication.kind) {
    case 'none':
      return [{ label: 'Anyone', enabled: true, options: [] }];
    case 'apiKeys':
      return authentication.keys.map(({ id, label, enabled = true, expiresAt }) => ({
        id,
        label,
        expiresAt,
        enabled,
        options: keyOf({ label }),
      }));
    case 'basic':
      return authentication.users.map(({ id, label, user, enabled = true }) => ({
        id,
        label,
        enabled,
        options: [['-u', `${user}:<password of ${label}>`]],
      }));
    case 'clientCertificate':
      return [
        {
          label: 'Whoever has a certificate',
          enabled: true,
          options: [
            ['--cert', '<certificate>'],
            ['--key', '<key of the certificate>'],
          ],
        },
      ];
    case 'any':
      return authentication.any.flatMap(waysIn);
    case 'all':
      return [together(authentication.all.map(firstWayIn))];
    case 'jwt':
      return [
        { label: 'Whoever has a token', enabled: true, options: [['-H', 'authorization: Bearer <token>']] },
      ];
    case 'hmac':
      return authentication.secrets.map(({ id, label, enabled = true }) => ({
        id,
        label,
        enabled,
        options: [['-H', `${signatureHeader(authentication)}: <signature by ${label}>`]],
      }));
  }
}

const together = (ways: readonly WayIn[]): WayIn => ({
  label: ways.map(({ label }) => label).join(', '),
  enabled: true,
  options: ways.flatMap(({ options }) => options),
});

const someone = { label: 'a consumer', enabled: true };
const keyOf = ({ label }: { readonly label: string }): WayIn['options'] => [
  ['-H', `x-api-key: <key of ${label}>`],
];

/** The first one that is let in; one with a consumer still to be named where there is none. */
export function firstWayIn(authentication: AuthenticationDraftInput): WayIn {
  const first = waysIn(authentication).find(({ enabled }) => enabled);
  return first ?? { ...someone, options: authentication.kind === 'apiKeys' ? keyOf(someone) : [] };
}
