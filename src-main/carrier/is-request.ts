import { z } from 'zod';

/** What oRPC's own end sends: a request, a message of its stream, or that it has given up. Never bytes. */
const Message = z.union([
  z.object({
    i: z.string(),
    t: z.literal(1).optional(),
    p: z.object({
      u: z.string().refine((address) => URL.canParse(address, 'http://hookline.invalid')),
      h: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
      m: z.string().optional(),
    }),
  }),
  z.object({ i: z.string(), t: z.literal(3), p: z.object({}) }),
  z.object({ i: z.string(), t: z.literal(4) }),
]);

export function isRequest(message: unknown): boolean {
  if (typeof message !== 'string') return false;
  try {
    return Message.safeParse(JSON.parse(message)).success;
  } catch {
    return false;
  }
}
