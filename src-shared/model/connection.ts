// Systems that workflows work with, by name. A connection is kept and shown without its secrets; those fields stand
// in it only as handed in, and as handed to a step.
import { z } from 'zod';
import { ConnectionName } from './connection/every-connection.ts';
import { Http } from './connection/http.ts';
import { Mysql } from './connection/mysql.ts';
import { Postgresql } from './connection/postgresql.ts';
import { Smtp } from './connection/smtp.ts';
import { SqlServer } from './connection/sql-server.ts';
import { Sqlite } from './connection/sqlite.ts';

/** One for each kind, in the order in which they are offered. */
export const connectionSchemas = [Sqlite, Postgresql, Mysql, SqlServer, Smtp, Http] as const;

export type Connection =
  | z.infer<typeof Sqlite>
  | z.infer<typeof Postgresql>
  | z.infer<typeof Mysql>
  | z.infer<typeof SqlServer>
  | z.infer<typeof Smtp>
  | z.infer<typeof Http>;
/** The same before its defaults were filled in. */
export type ConnectionInput =
  | z.input<typeof Sqlite>
  | z.input<typeof Postgresql>
  | z.input<typeof Mysql>
  | z.input<typeof SqlServer>
  | z.input<typeof Smtp>
  | z.input<typeof Http>;
/** Named, since its type in full is longer than the compiler writes down. */
export const Connection: z.ZodType<Connection, ConnectionInput> = z.discriminatedUnion(
  'kind',
  connectionSchemas,
);
export type ConnectionKind = Connection['kind'];
export type ConnectionOf<K extends ConnectionKind> = Extract<Connection, { kind: K }>;

/** The field of a step that names its connection. */
export const ConnectionField = ConnectionName.meta({ title: 'Connection', widget: 'connection' });

/** A connection as it is kept and shown. */
export const ConnectionEntry = z.strictObject({
  connection: Connection,
  /** Where its secrets stand, such as `authentication.token`; their values are apart. */
  secrets: z.array(z.string()),
  changedAt: z.iso.datetime(),
  /** The label of who did. */
  changedBy: z.string(),
});
export type ConnectionEntry = z.infer<typeof ConnectionEntry>;
