import { z } from 'zod';

/** One thing that the doctor looked at. Monitoring may rely on `id` and `state`. */
export const Check = z.object({
  id: z.string().meta({ description: 'What was looked at, e.g. `disk` or `listener_http`.' }),
  state: z.enum(['ok', 'warning', 'failed']),
  text: z.string(),
  /** What helps; null where nothing has to be done. */
  remedy: z.string().nullable(),
});
export type Check = z.infer<typeof Check>;
