import { z } from 'zod';
import { ApiKey, ApiKeyDraft } from './api-key.ts';
import { refuseTwins } from './secret.ts';

/** An open webhook. Until `exposed`, it answers callers on this machine only. */
const None = z.strictObject({ kind: z.literal('none'), exposed: z.boolean().default(false) });

export const Authentication = z.discriminatedUnion('kind', [
  None,
  z.strictObject({ kind: z.literal('apiKeys'), keys: z.array(ApiKey).superRefine(refuseTwins) }),
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
