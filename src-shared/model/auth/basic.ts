// HTTP's own user and password (RFC 7617).
import { z } from 'zod';
import { refuseTwins, Secret, SecretDraft } from '../secret.ts';

/** A colon ends it where it is sent. */
const User = z
  .string()
  .regex(/^[^:\p{Cc}]{1,255}$/u, 'A user name has 1 to 255 characters, and no colon.')
  .meta({ title: 'User' });

export const Password = z
  .string()
  .regex(/^\P{Cc}{8,512}$/u, 'A password has 8 to 512 characters.')
  .meta({ title: 'Password', secret: true });

export const BasicUserDraft = SecretDraft.extend({
  user: User,
  password: Password.optional(),
  /** With no password: one is made, and the one before ends at once. */
  overlapDays: z.literal(0, 'A user has one password at a time.').optional(),
});
export type BasicUserDraft = z.infer<typeof BasicUserDraft>;

const kind = z.literal('basic');
export const Basic = z.strictObject({
  kind,
  users: z.array(Secret.extend({ user: User })).superRefine(refuseTwins),
});
export const BasicDraft = z.strictObject({ kind, users: z.array(BasicUserDraft).superRefine(refuseTwins) });
