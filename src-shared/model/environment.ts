// Named values and secrets of the installation, which workflows see as `env.<name>`.
import { z } from 'zod';

const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const nameWords = 'A name has at most 64 letters, digits and underscores, and no digit first.';

export const EnvironmentName = z.string().regex(namePattern, nameWords).meta({ title: 'Name' });

/** The name of one that is chosen; `none` is what to do where none was. */
export const chosenName = (none: string) =>
  z.string(none).min(1, { error: none, abort: true }).regex(namePattern, nameWords);

const EnvironmentValue = z.string().max(100_000);

/** As it is kept and shown: a secret without its value. */
export const EnvironmentEntry = z.strictObject({
  name: EnvironmentName,
  /** Null for a secret. */
  value: EnvironmentValue.nullable(),
  changedAt: z.iso.datetime(),
  /** The label of who did. */
  changedBy: z.string(),
});
export type EnvironmentEntry = z.infer<typeof EnvironmentEntry>;

/** As it is handed in: a value or a secret; with neither it stays as it is kept. */
export const EnvironmentDraft = z
  .strictObject({
    name: EnvironmentName,
    value: EnvironmentValue.optional().meta({ title: 'Value' }),
    secret: EnvironmentValue.min(1, 'A secret has at least one character.')
      .optional()
      .meta({ title: 'Secret', secret: true }),
  })
  .refine(({ value, secret }) => value === undefined || secret === undefined, {
    path: ['secret'],
    message: 'Give a value or a secret, not both.',
  });
export type EnvironmentDraft = z.infer<typeof EnvironmentDraft>;
