import { z } from 'zod';
import { AddressRanges } from './network.ts';
import { RateLimit } from './rate-limit.ts';
import { Secret, SecretDraft } from './secret.ts';

export const keyPrefix = 'hk_';

/** A key as a consumer sends it: 8 to 512 printable ASCII characters, no space at either end. */
export const KeyText = z
  .string()
  .regex(/^[\x21-\x7e][\x20-\x7e]{6,510}[\x21-\x7e]$/, 'A key has 8 to 512 printable ASCII characters.')
  .meta({ title: 'Key', secret: true });

const ValueBefore = z.strictObject({ id: z.uuid(), hint: z.string(), until: z.iso.datetime() });

export const ApiKey = Secret.extend({
  /** Asked of its calls over all triggers together; beside the limit of each of them. */
  rateLimit: RateLimit.default(false),
  /** From where it may come; anywhere where none stands here. */
  allow: AddressRanges.default([]),
  /** From when on it is refused; null: it has no end. */
  expiresAt: z.iso.datetime().nullable().default(null),
  /** The value before it was rotated, which works beside the new one for a while. */
  previous: ValueBefore.nullable().default(null),
  /** Its value is not kept, so that it cannot be copied. */
  isShownOnce: z.boolean().default(false),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A time, or a day, which stands for its beginning (UTC). */
const Moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'Give a day, such as 2027-01-31, or a time.')
  .transform((text) => new Date(text).toISOString());

const ValueBeforeDraft = z.strictObject({ key: KeyText, until: Moment });

export const ApiKeyDraft = SecretDraft.extend({
  // Left out: none; of one that is kept already a file leaves them as they are.
  rateLimit: RateLimit.optional(),
  allow: AddressRanges.optional(),
  expiresAt: Moment.nullable().optional(),
  key: KeyText.optional(),
  /** With another value, or with none, which is made then: for how long the one before works beside it. */
  overlapDays: z.number().min(0).max(365).optional(),
  /** The value before a rotation that was made elsewhere, and until when it works: how a file brings it along. */
  before: ValueBeforeDraft.optional(),
});
export type ApiKeyDraft = z.infer<typeof ApiKeyDraft>;
/** The same before its defaults were filled in. */
export type ApiKeyDraftInput = z.input<typeof ApiKeyDraft>;

/** How long before its end a key is spoken of. */
export const expiryNoticeMs = 14 * 24 * 3_600_000;
