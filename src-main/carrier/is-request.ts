import { z } from 'zod';

/** oRPC turns a body into a form or a file by these, and nothing of the contract takes one. */
const Headers = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .refine((headers) => !('content-type' in headers) && !('content-disposition' in headers));

/** What oRPC's own end sends: a request, a message of its stream, or that it has given up. Never bytes. */
const Message = z.union([
  z.object({
    i: z.string(),
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().refine((path) => path.startsWith('/') && URL.canParse(`http://hookline.invalid${path}`)),
      h: Headers.optional(),
      m: z.string().optional(),
    }),
  }),
  z.object({ i: z.string(), t: z.literal(3), p: z.object({}) }),
  z.object({ i: z.string(), t: z.literal(4) }),
]);

export function isRequest(message: unknown): message is string {
  if (typeof message !== 'string') return false;
  try {
    return Message.safeParse(JSON.parse(message)).success;
  } catch {
    return false;
  }
}
