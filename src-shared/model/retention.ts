import { z } from 'zod';

/** How long finished calls are kept; whichever bound is met first. `null`: no such bound. */
export const Retention = z.strictObject({
  days: z.number().min(0.01).max(36_500).nullable().default(null).meta({ title: 'Days' }),
  calls: z.number().int().min(1).max(1_000_000_000).nullable().default(null).meta({ title: 'Calls' }),
  bytes: z
    .number()
    .int()
    .min(1_048_576)
    .max(2 ** 50)
    .nullable()
    .default(null)
    .meta({ title: 'Bytes' }),
});
export type Retention = z.infer<typeof Retention>;
