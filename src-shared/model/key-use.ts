import { z } from 'zod';

/** How a key was used, whichever calls came of it. */
export const KeyUse = z.object({
  lastUsedAt: z.iso.datetime().nullable(),
  /** The address that its last call came from. */
  lastUsedFrom: z.string().nullable(),
  /** Calls per day (UTC) of the last thirty days, the oldest first; days without any are left out. */
  days: z.array(z.object({ day: z.iso.date(), calls: z.number().int() })),
});
export type KeyUse = z.infer<typeof KeyUse>;
