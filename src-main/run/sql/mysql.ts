import { createConnection, type Connection, type FieldPacket, type QueryError, type OkPacket } from 'mysql2';
import type { ConnectionOf } from '#shared/model/connection.ts';
import { cellOf, parameterOf } from './cell.ts';
import { gatherRows } from './gather-rows.ts';
import { placeParameters, type SqlDialect } from './placeholders.ts';
import { connectMs, stopSession } from './patience.ts';
import type { SqlDriver, SqlResult, SqlSession } from './session.ts';
import { tlsOf } from './tls-of.ts';

type Mysql = ConnectionOf<'mysql'>;

const dialect: SqlDialect = { place: () => '?', backslashes: true };

/** The numbers of column types in the protocol. */
const timestamp = 7;
const datetime = 12;

async function connect({ host, port, database, user, password, tls, ca }: Mysql): Promise<Connection> {
  const client = createConnection({
    host,
    port,
    database,
    user,
    ...(password !== undefined && { password }),
    // Unless it is told to, it asks for a good certificate of anybody.
    ...(tls !== 'off' && { ssl: { ...tlsOf(tls, ca), verifyIdentity: tls === 'verify' } }),
    supportBigNumbers: true,
    dateStrings: true,
    // What the server may ask for (LOAD DATA LOCAL) is no business of it.
    flags: ['-LOCAL_FILES'],
  });
  await new Promise<void>((resolve, reject) =>
    client.connect((error) => (error === null || error === undefined ? resolve() : reject(error))),
  );
  return client;
}

export const mysql: SqlDriver<Mysql> = {
  begin: 'START TRANSACTION',
  async open(connection) {
    const client = await connect(connection);
    let isOpen = true;
    client.on('error', () => (isOpen = false));
    client.on('end', () => (isOpen = false));

    const session: SqlSession = {
      run: (statement, maxRows) =>
        new Promise<SqlResult>((resolve, reject) => {
          const { text, values } = placeParameters(statement, dialect);
          const { rows, add } = gatherRows(maxRows);
          let columns: readonly FieldPacket[] | undefined;
          let header: OkPacket | undefined;
          const query = client.execute(text, values.map(parameterOf) as string[]);
          query.on('fields', (fields: FieldPacket[] | undefined) => (columns ??= fields));
          query.on('result', (result) => {
            if (columns === undefined) {
              header = result as OkPacket;
              return;
            }
            const failure = add(rowOf(result as Record<string, unknown>, columns));
            if (failure === null) return;
            void stopSession(session).catch(() => undefined);
            reject(failure);
          });
          query.on('error', (error: QueryError) => {
            if (error.fatal) isOpen = false;
            reject(error);
          });
          query.on('end', () =>
            resolve({
              rows,
              rowCount: header?.affectedRows ?? rows.length,
              ...(header !== undefined && header.insertId > 0 && { insertId: header.insertId }),
            }),
          );
        }),
      isOpen: () => isOpen,
      async cancel() {
        isOpen = false;
        const other = await connect(connection);
        other.on('error', () => undefined);
        const kill = { sql: `KILL ${client.threadId}`, timeout: connectMs };
        await new Promise((done) => other.query(kill, done));
        other.destroy();
      },
      close: () => client.destroy(),
    };
    // Moments are kept in UTC and come as such.
    await session.run({ text: "SET time_zone = '+00:00'", parameters: [] }, 1);
    return session;
  },
};

function rowOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly FieldPacket[],
): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ name, columnType }) => {
      const cell = row[name];
      if (typeof cell !== 'string') return [name, cellOf(cell)];
      if (columnType === timestamp) return [name, `${cell.replace(' ', 'T')}Z`];
      return [name, columnType === datetime ? cell.replace(' ', 'T') : cell];
    }),
  );
}
