import { z } from 'zod';
import { Connection, ConnectionEntry } from '../model/connection.ts';
import { Users } from './environment.ts';
import { designer, support } from './role.ts';

/** A connection, and who uses it. */
export const ConnectionPlace = ConnectionEntry.partial({ connection: true }).extend({
  name: z.string(),
  kind: z.string(),
  /** Whether it can be used; secrets that were lost with their data key have to be entered again. */
  isReadable: z.boolean(),
  usedBy: Users,
});
export type ConnectionPlace = z.infer<typeof ConnectionPlace>;

export const ConnectionTest = z.object({
  ok: z.boolean(),
  /** What the other side said, or why it was not reached. */
  text: z.string(),
  durationMs: z.number(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

/** A secret that a draft leaves out is the one that is kept; an empty one is none. */
const Draft = z.object({ draft: Connection });

/**
 * Problems: `connection_not_found`, `connection_used`, `input_invalid`; `role_insufficient` where a designer names a file
 * beyond the data folder.
 */
export const connections = {
  list: support
    .route({
      method: 'GET',
      path: '/connections',
      summary: 'Systems that workflows work with, by name, without secrets; support sees names and kinds',
    })
    .output(z.array(ConnectionPlace)),
  set: designer
    .route({
      method: 'PUT',
      path: '/connections',
      summary: 'Make or change a connection; the next call meets it',
    })
    .input(Draft)
    .output(ConnectionEntry),
  remove: designer
    .route({
      method: 'DELETE',
      path: '/connections/{name}',
      summary: 'Delete a connection that no integration names',
    })
    .input(z.object({ name: z.string() }))
    .output(z.object({})),
  test: designer
    .route({ method: 'POST', path: '/connections/test', summary: 'Connect as it says, kept or not' })
    .input(Draft)
    .output(ConnectionTest),
};
