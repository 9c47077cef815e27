// A signed token that somebody else gave to the caller (RFC 7519), sent as `authorization: Bearer`.
import { z } from 'zod';
import { refuseTwins, Secret, SecretDraft } from '../secret.ts';

export const JwtAlgorithm = z.enum([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'HS256',
  'HS384',
  'HS512',
]);
export type JwtAlgorithm = z.infer<typeof JwtAlgorithm>;

/** Signed with a secret that both sides know. */
export const isShared = (algorithm: JwtAlgorithm): boolean => algorithm.startsWith('HS');

/** A shared secret (RFC 7518, 3.2: as long as the hash at least), or a public key as PEM. */
export const JwtKeyText = z
  .string()
  .trim()
  .min(32, 'A shared secret has at least 32 characters; a public key begins with -----BEGIN.')
  .max(16_384)
  .meta({ title: 'Key', secret: true });

export const JwtKeyDraft = SecretDraft.extend({ key: JwtKeyText.optional() });
export type JwtKeyDraft = z.infer<typeof JwtKeyDraft>;

const hasNoLogin = (address: string): boolean => !/^https?:[/\\]*[^/\\?#]*@/i.test(address);

/** What a token must say, beside being signed. */
export const JwtRules = z.object({
  jwks: z
    .url({ protocol: /^https?$/, error: 'This is not an http or https address.' })
    .max(2_000)
    .refine(hasNoLogin, 'An address has no user and password here: they would not be sent.')
    .optional()
    .meta({ title: 'Key set address', description: 'Where the issuer publishes its keys (JWKS).' }),
  issuer: z.string().min(1).max(1_000).optional().meta({ title: 'Issuer', description: 'What iss must be.' }),
  audience: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ title: 'Audience', description: 'What aud must name.' }),
  claims: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .meta({
      title: 'Required claims',
      description: 'Further claims, and what each must be, or name in its list.',
      widget: 'texts',
    }),
  requireExpiry: z.boolean().default(true).meta({
    title: 'A token must have an end',
    description: 'One without exp, which would be good for ever, is refused.',
  }),
  callerClaim: z.string().min(1).max(200).default('sub').meta({
    title: 'Claim that names the caller',
    description: 'Shown in the log; a rate limit counts by it.',
  }),
  clockSkewSeconds: z.number().int().min(0).max(600).default(60).meta({
    title: 'Clock skew in seconds',
    description: 'How far the clocks of issuer and receiver may be apart.',
  }),
});

const fields = {
  kind: z.literal('jwt'),
  /** No other one is accepted, whatever a token says of itself. */
  algorithms: z.array(JwtAlgorithm).min(1, 'At least one algorithm is required.').max(13),
  ...JwtRules.shape,
};

interface Misfits {
  readonly algorithms: readonly JwtAlgorithm[];
  readonly jwks?: string | undefined;
}

/** Who has a public key could sign with it as a shared secret, were both taken. */
function refuseMisfits({ algorithms, jwks }: Misfits, issue: z.core.$RefinementCtx): void {
  const shared = algorithms.filter(isShared);
  if (shared.length > 0 && shared.length < algorithms.length) {
    const message = 'Algorithms of shared secrets (HS) and of public keys do not go together.';
    issue.addIssue({ code: 'custom', path: ['algorithms'], message });
  }
  if (shared.length > 0 && jwks !== undefined) {
    const message = 'A shared secret is not published at an address.';
    issue.addIssue({ code: 'custom', path: ['jwks'], message });
  }
}

export const Jwt = z
  .strictObject({
    ...fields,
    // What was kept before there was this rule goes on without it.
    requireExpiry: fields.requireExpiry.unwrap().default(false),
    keys: z.array(Secret).max(20).superRefine(refuseTwins),
  })
  .superRefine(refuseMisfits);
export type Jwt = z.infer<typeof Jwt>;
export const JwtDraft = z
  .strictObject({ ...fields, keys: z.array(JwtKeyDraft).max(20).superRefine(refuseTwins) })
  .superRefine(refuseMisfits);
