import { z } from 'zod';

/** A sample integration that was loaded, and a call of it that works. */
export const LoadedExample = z.object({
  name: z.string(),
  url: z.string(),
  key: z.string(),
  curl: z.string(),
});
export type LoadedExample = z.infer<typeof LoadedExample>;
