// A signature over the bytes of the body, made with a secret that both sides know.
import { z } from 'zod';
import { refuseTwins, Secret, SecretDraft } from '../secret.ts';

/** Whose way of signing it is; `generic` has settings for each part of it. */
export const HmacPreset = z.enum(['standard-webhooks', 'github', 'stripe', 'shopify', 'slack', 'generic']);
export type HmacPreset = z.infer<typeof HmacPreset>;

const presetHeaders: { readonly [P in Exclude<HmacPreset, 'generic'>]: string } = {
  'standard-webhooks': 'webhook-signature',
  github: 'x-hub-signature-256',
  stripe: 'stripe-signature',
  shopify: 'x-shopify-hmac-sha256',
  slack: 'x-slack-signature',
};

/** Where the signature stands, in lower case. */
export const signatureHeader = (of: { preset?: HmacPreset; header?: string | undefined }): string =>
  of.preset === undefined || of.preset === 'generic'
    ? (of.header?.toLowerCase() ?? '')
    : presetHeaders[of.preset];

export const maxHmacSecrets = 10;

export const HmacSecretText = z
  .string()
  .regex(/^[\x21-\x7e][\x20-\x7e]{6,510}[\x21-\x7e]$/, 'A secret has 8 to 512 printable ASCII characters.')
  .meta({ title: 'Secret', secret: true });

export const HmacSecretDraft = SecretDraft.extend({ secret: HmacSecretText.optional() });
export type HmacSecretDraft = z.infer<typeof HmacSecretDraft>;

const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'This is not the name of a header.');

/** The parts that a preset fixes. */
export const HmacScheme = z.object({
  header: HeaderName.optional().meta({
    title: 'Header',
    description: 'The header that holds the signature.',
  }),
  algorithm: z.enum(['sha256', 'sha1', 'sha384', 'sha512']).default('sha256').meta({ title: 'Algorithm' }),
  encoding: z.enum(['hex', 'base64']).default('hex').meta({ title: 'Encoding' }),
  prefix: z
    .string()
    .max(100)
    .default('')
    .meta({ title: 'Prefix', description: 'What stands before the signature, such as sha256=' }),
  signed: z.string().max(200).default('{body}').meta({
    title: 'What is signed',
    description: '{body} stands for the bytes of the body, {timestamp} for what the header below holds.',
  }),
  timestampHeader: HeaderName.optional().meta({
    title: 'Timestamp header',
    description: 'Seconds since 1970; needed where the timestamp is signed.',
  }),
});
export type HmacScheme = z.infer<typeof HmacScheme>;
const { header, algorithm, encoding, prefix, signed, timestampHeader } = HmacScheme.shape;

const fields = {
  kind: z.literal('hmac'),
  preset: HmacPreset.default('generic').meta({ title: 'Signed as' }),
  /** How old a signature with a timestamp may be, or how far ahead. */
  toleranceSeconds: z.number().int().min(1).max(86_400).default(300).meta({ title: 'Tolerance in seconds' }),
  header,
  algorithm: algorithm.unwrap().optional(),
  encoding: encoding.unwrap().optional(),
  prefix: prefix.unwrap().optional(),
  signed: signed.unwrap().optional(),
  timestampHeader,
};

type Scheme = Partial<HmacScheme> & { readonly preset: HmacPreset };

function refuseMisfits(hmac: Scheme, issue: z.core.$RefinementCtx): void {
  const refuse = (field: keyof HmacScheme, message: string) =>
    issue.addIssue({ code: 'custom', path: [field], message });
  if (hmac.preset !== 'generic') {
    for (const field of HmacScheme.keyof().options) {
      if (hmac[field] !== undefined) refuse(field, `The preset ${hmac.preset} says this already.`);
    }
    return;
  }
  if (hmac.header === undefined) refuse('header', 'Say which header holds the signature.');
  const template = hmac.signed ?? '{body}';
  if (template.split('{body}').length !== 2) refuse('signed', 'It has {body} once.');
  if (template.includes('{timestamp}') !== (hmac.timestampHeader !== undefined)) {
    refuse('timestampHeader', 'A timestamp has a header, and is part of what is signed.');
  }
}

export const Hmac = z
  .strictObject({ ...fields, secrets: z.array(Secret).max(maxHmacSecrets).superRefine(refuseTwins) })
  .superRefine(refuseMisfits);
export type Hmac = z.infer<typeof Hmac>;
export const HmacDraft = z
  .strictObject({ ...fields, secrets: z.array(HmacSecretDraft).max(maxHmacSecrets).superRefine(refuseTwins) })
  .superRefine(refuseMisfits);
