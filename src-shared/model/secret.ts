import { z } from 'zod';

export const Label = z
  .string()
  .trim()
  .min(1, 'A label is required.')
  .max(100, 'A label has at most 100 characters.')
  .meta({ title: 'Label' });

/** A secret of a trigger (a key, a password) as it is kept and shown: everything but its value. */
export const Secret = z.strictObject({
  id: z.uuid(),
  label: Label,
  enabled: z.boolean().default(true),
  /** The first characters of the value, to tell secrets apart; empty where they would say too much. */
  hint: z.string(),
  createdAt: z.iso.datetime(),
});
export type Secret = z.infer<typeof Secret>;

/**
 * A secret as it is handed in, but for its value, which each kind of authentication names and checks in its own
 * way. With `id` it is a kept one (its label or `enabled` may change); with `copyOf` it has the value of that
 * one, of any trigger; with a value it has this value; with none of them it is made.
 */
export const SecretDraft = z.strictObject({
  id: z.uuid().optional(),
  label: Label,
  /** Left out: yes; of one that is kept already a file leaves it as it is. */
  enabled: z.boolean().optional(),
  copyOf: z.uuid().optional(),
});
export type SecretDraft = z.infer<typeof SecretDraft>;

/** Labels are unique within a trigger. */
export function refuseTwins(secrets: readonly { label: string }[], issue: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  secrets.forEach(({ label }, at) => {
    if (seen.has(label)) {
      issue.addIssue({ code: 'custom', path: [at, 'label'], message: `The label ${label} is used twice.` });
    }
    seen.add(label);
  });
}
