import { z } from 'zod';

/** How many calls are let pass in a time; `false`: any number. */
export const RateLimit = z.union([
  z.literal(false),
  z.strictObject({
    calls: z.number().int().min(1).max(1_000_000),
    perSeconds: z.number().min(1).max(86_400).default(1),
  }),
]);
export type RateLimit = z.infer<typeof RateLimit>;
