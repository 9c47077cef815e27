// Who may call a trigger. Each kind has two schemas: as it is kept and shown, and as it is handed in.
import { z } from 'zod';
import { ApiKey, ApiKeyDraft } from './api-key.ts';
import { Basic, BasicDraft } from './auth/basic.ts';
import { Hmac, HmacDraft } from './auth/hmac.ts';
import { Jwt, JwtDraft } from './auth/jwt.ts';
import { writeOut } from './auth/short-forms.ts';
import { refuseTwins } from './secret.ts';

/** An open webhook. Until `exposed`, it answers callers on this machine only. */
const None = z.strictObject({ kind: z.literal('none'), exposed: z.boolean().default(false) });

const apiKeys = z.literal('apiKeys');
const ApiKeys = z.strictObject({
  kind: apiKeys,
  keys: z.array(ApiKey).superRefine(refuseTwins),
  /** Consumers of the installation that it lets in too, by their ids. */
  consumers: z.array(z.uuid()).default([]),
});
const ApiKeysDraft = z.strictObject({
  kind: apiKeys,
  keys: z.array(ApiKeyDraft).superRefine(refuseTwins),
  /** By their ids or labels. */
  consumers: z.array(z.string().min(1)).max(1_000).default([]),
});

/** No secret's value is ever part of it. */
export const Authentication = z.discriminatedUnion('kind', [None, ApiKeys, Basic, Hmac, Jwt]);
export type Authentication = z.infer<typeof Authentication>;
export type AuthenticationKind = Authentication['kind'];

const Draft = z.discriminatedUnion('kind', [None, ApiKeysDraft, BasicDraft, HmacDraft, JwtDraft], {
  error: ({ input }) =>
    input === undefined
      ? 'Say { kind: none } for an open webhook, or { kind: apiKeys, keys: [...] }.'
      : undefined,
});
export type AuthenticationDraft = z.infer<typeof Draft>;
/** The same before its defaults were filled in. */
export type AuthenticationDraftInput = z.input<typeof Draft>;

/** The type of what a preprocessed schema takes is unknown to zod; what is written out already it takes as it is. */
export const AuthenticationDraft = z.preprocess(writeOut, Draft) as z.ZodType<
  AuthenticationDraft,
  AuthenticationDraftInput
>;
export const authenticationDraftKinds = Draft.options.map(({ shape }) => shape.kind.value);
