import { z } from 'zod';

/** What the desktop shell asks of the page in its window. */
export const WindowCommand = z.discriminatedUnion('kind', [
  /** A place of the screens, such as `/calls?state=failed`. */
  z.object({ kind: z.literal('go'), place: z.string().startsWith('/') }),
  /** An installation file that somebody opened with the app. */
  z.object({ kind: z.literal('import'), name: z.string(), text: z.string() }),
]);
export type WindowCommand = z.infer<typeof WindowCommand>;
