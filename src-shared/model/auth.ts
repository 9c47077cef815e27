// Who may call a trigger. Each kind has two schemas: as it is kept and shown, and as it is handed in.
import { z } from 'zod';
import { ApiKey, ApiKeyDraft } from './api-key.ts';
import { Basic, BasicDraft } from './auth/basic.ts';
import { ClientCertificate } from './auth/client-certificate.ts';
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

const kinds = [ApiKeys, Basic, Hmac, Jwt, ClientCertificate] as const;
const draftKinds = [ApiKeysDraft, BasicDraft, HmacDraft, JwtDraft, ClientCertificate] as const;

/** A kind that may be combined with others. */
export type SingleAuthentication =
  | z.infer<typeof ApiKeys>
  | z.infer<typeof Basic>
  | z.infer<typeof Hmac>
  | z.infer<typeof Jwt>
  | z.infer<typeof ClientCertificate>;
export type SingleAuthenticationDraft =
  | z.infer<typeof ApiKeysDraft>
  | z.infer<typeof BasicDraft>
  | z.infer<typeof HmacDraft>
  | z.infer<typeof JwtDraft>
  | z.infer<typeof ClientCertificate>;
type SingleAuthenticationInput =
  | z.input<typeof ApiKeysDraft>
  | z.input<typeof BasicDraft>
  | z.input<typeof HmacDraft>
  | z.input<typeof JwtDraft>
  | z.input<typeof ClientCertificate>;

const several = <T extends z.ZodType<SingleAuthentication | SingleAuthenticationDraft>>(one: T) =>
  z.array(one).min(2, 'At least two kinds are combined.').max(8).superRefine(refuseTwinsWithin);

/** Labels are unique within a trigger, whichever kind of authentication they are of. */
function refuseTwinsWithin(
  all: readonly (SingleAuthentication | SingleAuthenticationDraft)[],
  issue: z.core.$RefinementCtx,
): void {
  const seen = new Set<string>();
  all.forEach((one, at) => {
    for (const { label } of 'keys' in one
      ? one.keys
      : 'users' in one
        ? one.users
        : 'secrets' in one
          ? one.secrets
          : []) {
      if (seen.has(label)) {
        issue.addIssue({ code: 'custom', path: [at], message: `The label ${label} is used twice.` });
      }
      seen.add(label);
    }
  });
}

const any = z.literal('any');
const all = z.literal('all');
const Single = z.discriminatedUnion('kind', kinds);
const SingleDraft = z.discriminatedUnion('kind', draftKinds);

const Kept = z.discriminatedUnion('kind', [
  None,
  ...kinds,
  z.strictObject({ kind: any, any: several(Single) }),
  z.strictObject({ kind: all, all: several(Single) }),
]);
export type Authentication =
  | z.infer<typeof None>
  | SingleAuthentication
  | { kind: 'any'; any: SingleAuthentication[] }
  | { kind: 'all'; all: SingleAuthentication[] };
export type AuthenticationKind = Authentication['kind'];
/** No secret's value is ever part of it. Named, since its type in full is longer than the compiler writes down. */
export const Authentication: z.ZodType<Authentication, unknown> = Kept;
export const authenticationKinds = Kept.options.map(({ shape }) => shape.kind.value);

const Draft = z.discriminatedUnion(
  'kind',
  [
    None,
    ...draftKinds,
    z.strictObject({ kind: any, any: several(SingleDraft) }),
    z.strictObject({ kind: all, all: several(SingleDraft) }),
  ],
  {
    error: ({ input }) =>
      input === undefined
        ? 'Say { kind: none } for an open webhook, or { kind: apiKeys, keys: [...] }.'
        : undefined,
  },
);
export type AuthenticationDraft =
  | z.infer<typeof None>
  | SingleAuthenticationDraft
  | { kind: 'any'; any: SingleAuthenticationDraft[] }
  | { kind: 'all'; all: SingleAuthenticationDraft[] };
/** The same before its defaults were filled in. */
export type AuthenticationDraftInput =
  | z.input<typeof None>
  | SingleAuthenticationInput
  | { kind: 'any'; any: SingleAuthenticationInput[] }
  | { kind: 'all'; all: SingleAuthenticationInput[] };

/** The type of what a preprocessed schema takes is unknown to zod; what is written out already it takes as it is. */
export const AuthenticationDraft = z.preprocess(writeOut, Draft) as z.ZodType<
  AuthenticationDraft,
  AuthenticationDraftInput
>;
export const authenticationDraftKinds = Draft.options.map(({ shape }) => shape.kind.value);
