import { z } from 'zod';

/**
 * What somebody may ask, each role with all that those before it may. `support` reads everything but secrets and
 * changes nothing; `designer` makes integrations, their keys, and looks after their lanes; `operator` may do all.
 */
export const roles = ['support', 'designer', 'operator'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const isAllowed = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

/** Who asks. */
export const SignedIn = z.object({
  /** Null for the installation's own token, its command line and the desktop app. */
  tokenId: z.uuid().nullable(),
  label: z.string(),
  role: Role,
});
export type SignedIn = z.infer<typeof SignedIn>;

const Label = z
  .string()
  .trim()
  .min(1, 'A label is required.')
  .max(100, 'A label has at most 100 characters.')
  .meta({ title: 'Label' });

/** An access token as it is shown: everything but its value, of which only a digest is kept. */
export const AccessToken = z.strictObject({
  id: z.uuid(),
  label: Label,
  role: Role,
  createdAt: z.iso.datetime(),
  /** From then on it is not accepted; null: until it is revoked. */
  expiresAt: z.iso.datetime().nullable(),
});
export type AccessToken = z.infer<typeof AccessToken>;

export const AccessTokenDraft = AccessToken.pick({ label: true, role: true }).extend({
  expiresAt: z.iso.datetime().nullable().default(null),
});
export type AccessTokenDraft = z.infer<typeof AccessTokenDraft>;
