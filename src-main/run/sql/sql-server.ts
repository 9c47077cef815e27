import type * as Tedious from 'tedious';
import type { ConnectionOf } from '#shared/model/connection.ts';
import { StepFailure } from '../step-failure.ts';
import { cellOf, integerOf, parameterOf } from './cell.ts';
import { gatherRows } from './gather-rows.ts';
import { placeParameters, type SqlDialect } from './placeholders.ts';
import { stopSession } from './patience.ts';
import type { SqlDriver, SqlResult, SqlSession } from './session.ts';
import { tlsOf } from './tls-of.ts';

type SqlServer = ConnectionOf<'sqlServer'>;

const dialect: SqlDialect = { place: (at) => `@p${at}`, backslashes: false };

/** An optional dependency: an installation may be without it. */
async function load(): Promise<typeof Tedious> {
  try {
    return await import('tedious');
  } catch {
    throw new StepFailure(
      'The driver for SQL Server is not installed: run "npm install tedious" where Hookline is installed.',
      { isFinal: true },
    );
  }
}

export const sqlServer: SqlDriver<SqlServer> = {
  begin: 'SET XACT_ABORT ON; BEGIN TRANSACTION',
  async open({ host, port, database, user, password, tls, ca }) {
    const { Connection, Request, TYPES } = await load();
    const client = new Connection({
      server: host,
      authentication: { type: 'default', options: { userName: user, password } },
      options: {
        port,
        database,
        appName: 'Hookline',
        encrypt: tls !== 'off',
        trustServerCertificate: tls !== 'verify',
        cryptoCredentialsDetails: tlsOf(tls, ca) ?? {},
        // How long it may take is the step's to say.
        requestTimeout: 0,
        useUTC: true,
      },
    });
    let isOpen = true;
    client.on('error', () => (isOpen = false));
    client.on('end', () => (isOpen = false));
    await new Promise<void>((resolve, reject) =>
      client.connect((error) => (error === undefined ? resolve() : reject(error))),
    );

    const typeOf = (value: unknown) => {
      if (typeof value === 'boolean') return TYPES.Bit;
      if (typeof value === 'number') return Number.isInteger(value) ? TYPES.BigInt : TYPES.Float;
      return value instanceof Uint8Array ? TYPES.VarBinary : TYPES.NVarChar;
    };

    const session: SqlSession = {
      run: (statement, maxRows) =>
        new Promise<SqlResult>((resolve, reject) => {
          const { text, values } = placeParameters(statement, dialect);
          const { rows, add } = gatherRows(maxRows);
          const request = new Request(text, (error, rowCount) => {
            if (error) reject(error);
            else resolve({ rows, rowCount: rowCount ?? rows.length });
          });
          values.forEach((value, at) =>
            request.addParameter(`p${at + 1}`, typeOf(value), parameterOf(value)),
          );
          request.on(
            'row',
            (cells: { value: unknown; metadata: { colName: string; type: { name: string } } }[]) => {
              const failure = add(
                Object.fromEntries(
                  cells.map(({ value, metadata: { colName, type } }) => [
                    colName,
                    type.name === 'BigInt' && typeof value === 'string' ? integerOf(value) : cellOf(value),
                  ]),
                ),
              );
              if (failure === null) return;
              void stopSession(session).catch(() => undefined);
              reject(failure);
            },
          );
          // A transaction outlasts a statement only outside the procedure that parameters need.
          if (values.length === 0) client.execSqlBatch(request);
          else client.execSql(request);
        }),
      isOpen: () => isOpen,
      async cancel() {
        isOpen = false;
        client.cancel();
      },
      close: () => client.close(),
    };
    return session;
  },
};
