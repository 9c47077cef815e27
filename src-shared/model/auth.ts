import { z } from 'zod';
import { refuseTwins, Secret, SecretDraft } from './secret.ts';

export const keyPrefix = 'hk_';

/** A key as a consumer sends it: 8 to 512 printable ASCII characters, no space at either end. */
export const KeyText = z
  .string()
  .regex(/^[\x21-\x7e][\x20-\x7e]{6,510}[\x21-\x7e]$/, 'A key has 8 to 512 printable ASCII characters.')
  .meta({ title: 'Key', secret: true });

export const ApiKeyDraft = SecretDraft.extend({ key: KeyText.optional() });
export type ApiKeyDraft = z.infer<typeof ApiKeyDraft>;

/** An open webhook. Until `exposed`, it answers callers on this machine only. */
const None = z.strictObject({ kind: z.literal('none'), exposed: z.boolean().default(false) });

export const Authentication = z.discriminatedUnion('kind', [
  None,
  z.strictObject({ kind: z.literal('apiKeys'), keys: z.array(Secret).superRefine(refuseTwins) }),
]);
export type Authentication = z.infer<typeof Authentication>;
export type AuthenticationKind = Authentication['kind'];

export const AuthenticationDraft = z.discriminatedUnion(
  'kind',
  [
    None,
    z.strictObject({
      kind: z.literal('apiKeys'),
      keys: z.array(ApiKeyDraft).superRefine(refuseTwins),
    }),
  ],
  {
    error: ({ input }) =>
      input === undefined
        ? 'Say { kind: none } for an open webhook, or { kind: apiKeys, keys: [...] }.'
        : undefined,
  },
);
export type AuthenticationDraft = z.infer<typeof AuthenticationDraft>;
