import pg from 'pg';
import type { ConnectionOf } from '#shared/model/connection.ts';
import { cellOf, integerOf } from './cell.ts';
import { gatherRows } from './gather-rows.ts';
import { placeParameters, type SqlDialect } from './placeholders.ts';
import { connectMs, stopSession } from './patience.ts';
import type { SqlDriver, SqlResult, SqlSession } from './session.ts';
import { tlsOf } from './tls-of.ts';

type Postgresql = ConnectionOf<'postgresql'>;

const dialect: SqlDialect = { place: (at) => `$${at}`, backslashes: false };

const { builtins } = pg.types;
const ownParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: integerOf,
  [builtins.DATE]: (text) => text,
  [builtins.TIMESTAMP]: (text) => text.replace(' ', 'T'),
  [builtins.TIMESTAMPTZ]: (text) => {
    const moment = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
  },
};
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && ownParsers[oid]) ||
  pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

const clientFor = (
  { host, port, database, user, password, tls, ca }: Postgresql,
  more: pg.ClientConfig = {},
): pg.Client =>
  new pg.Client({
    host,
    port,
    database,
    user,
    password,
    ssl: tlsOf(tls, ca) ?? false,
    types: { getTypeParser },
    application_name: 'Hookline',
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    ...more,
  });

/** Before it runs anything: later nobody could ask. */
async function pidOf(client: pg.Client): Promise<unknown> {
  try {
    const question = { text: 'SELECT pg_backend_pid() AS pid', query_timeout: connectMs };
    return (await client.query(question)).rows[0].pid;
  } catch (error) {
    void client.end();
    throw error;
  }
}

export const postgresql: SqlDriver<Postgresql> = {
  begin: 'BEGIN',
  async open(connection) {
    const client = clientFor(connection);
    let isOpen = true;
    // One that breaks while nobody uses it is no failure.
    client.on('error', () => (isOpen = false));
    client.on('end', () => (isOpen = false));
    await client.connect();
    const pid = await pidOf(client);

    const session: SqlSession = {
      run: (statement, maxRows) =>
        new Promise<SqlResult>((resolve, reject) => {
          const { text, values } = placeParameters(statement, dialect);
          const { rows, add } = gatherRows(maxRows);
          // Of the simple kind a text could hold several statements.
          const config = { text, values: [...values], queryMode: 'extended' };
          const query = new pg.Query(config);
          query.on('row', (row: Record<string, unknown>) => {
            const failure = add(
              Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cellOf(cell)])),
            );
            if (failure === null) return;
            void stopSession(session).catch(() => undefined);
            reject(failure);
          });
          query.on('error', reject);
          query.on('end', ({ rowCount }: pg.ResultBuilder) => resolve({ rows, rowCount: rowCount ?? 0 }));
          client.query(query);
        }),
      isOpen: () => isOpen,
      async cancel() {
        isOpen = false;
        const other = clientFor(connection, { query_timeout: connectMs });
        other.on('error', () => undefined);
        try {
          await other.connect();
          await other.query('SELECT pg_cancel_backend($1)', [pid]);
        } finally {
          void other.end();
        }
      },
      close: () => void client.end(),
    };
    return session;
  },
};
