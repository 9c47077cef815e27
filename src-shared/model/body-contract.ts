// What a trigger declares about the bodies of its calls.
import { z } from 'zod';

/** More is a program, not a description. */
const maxSchemaCharacters = 200_000;

/** A JSON Schema (2020-12, or draft-07 where `$schema` says so); whether it can be used is for the run room to say. */
export const BodySchema = z
  .record(z.string(), z.json())
  .refine((schema) => JSON.stringify(schema).length <= maxSchemaCharacters, {
    message: `A schema has at most ${maxSchemaCharacters} characters.`,
  });
export type BodySchema = z.infer<typeof BodySchema>;

/** The fields of a trigger that say so. */
export const bodyContract = {
  /** 415 for another type of content, 422 for what cannot be read as it. */
  bodyMustBe: z.enum(['any', 'json', 'xml']).default('any'),
  /** Of the body as steps see it. */
  bodySchema: BodySchema.nullable().default(null),
  /** Of bodies that do not fit the schema: `warn` notes it at the call, `refuse` answers 422. */
  bodySchemaCheck: z.enum(['off', 'warn', 'refuse']).default('refuse'),
};

export type BodyContract = z.infer<z.ZodObject<typeof bodyContract>>;

/** Whether a body has to be read before its call is accepted. */
export const checksBodies = ({ bodyMustBe, bodySchema, bodySchemaCheck }: BodyContract): boolean =>
  bodyMustBe !== 'any' || (bodySchema !== null && bodySchemaCheck !== 'off');
