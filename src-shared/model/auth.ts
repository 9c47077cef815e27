import { z } from 'zod';

export const keyPrefix = 'hk_';

/** A key as a consumer sends it: 8 to 512 printable ASCII characters, no space at either end. */
export const KeyText = z
  .string()
  .regex(/^[\x21-\x7e][\x20-\x7e]{6,510}[\x21-\x7e]$/, 'A key has 8 to 512 printable ASCII characters.')
  .meta({ title: 'Key', secret: true });

const Label = z
  .string()
  .trim()
  .min(1, 'A label is required.')
  .max(100, 'A label has at most 100 characters.')
  .meta({ title: 'Label' });

/** A key as it is kept and shown: everything but its value. */
export const ApiKey = z.strictObject({
  id: z.uuid(),
  label: Label,
  enabled: z.boolean(),
  /** The first characters of the value, to tell keys apart. */
  hint: z.string(),
  createdAt: z.iso.datetime(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/**
 * A key as it is handed in. With `id` it is a kept key (its label or `enabled` may change); with `copyOf` it
 * has the value of that key, of any trigger; with `key` it has this value; with none of them it is made.
 */
export const ApiKeyDraft = z.strictObject({
  id: z.uuid().optional(),
  label: Label,
  enabled: z.boolean().default(true),
  key: KeyText.optional(),
  copyOf: z.uuid().optional(),
});
export type ApiKeyDraft = z.infer<typeof ApiKeyDraft>;

/** An open webhook. Until `exposed`, it answers callers on this machine only. */
const None = z.strictObject({ kind: z.literal('none'), exposed: z.boolean().default(false) });

function refuseTwins(keys: readonly { label: string }[], issue: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  keys.forEach(({ label }, at) => {
    if (seen.has(label)) {
      issue.addIssue({ code: 'custom', path: [at, 'label'], message: `The label ${label} is used twice.` });
    }
    seen.add(label);
  });
}

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
