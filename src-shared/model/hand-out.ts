import { z } from 'zod';

/** What a hand-out is written in. */
export const HandOutFormat = z.enum(['markdown', 'html']);
export type HandOutFormat = z.infer<typeof HandOutFormat>;

/** A part of a hand-out, whatever that is written in. */
export const HandOutBlock = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('heading'),
    level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    text: z.string(),
  }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('list'), items: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('code'), language: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('table'),
    heads: z.array(z.string()).readonly(),
    /** Cells whose column is code. */
    codeColumns: z.array(z.number().int()).readonly(),
    rows: z.array(z.array(z.string()).readonly()).readonly(),
  }),
]);
export type HandOutBlock = z.infer<typeof HandOutBlock>;
