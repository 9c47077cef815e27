// Runs statements over a connection, each by itself or all in one transaction. Drivers are read from disk when first asked for.
import type { connectionKindsOf } from '#shared/model/connection-kinds.ts';
import type { Connection, ConnectionOf } from '#shared/model/connection.ts';
import { maxSize } from '../plain.ts';
import { StepFailure, wordsOf } from '../step-failure.ts';
import { sizeOfRow, tooLarge } from './gather-rows.ts';
import { createSessionPool, type SessionPool } from './session-pool.ts';
import { stopSession, undo } from './patience.ts';
import type { SqlDriver, SqlResult, SqlStatement } from './session.ts';

type SqlKind = (typeof connectionKindsOf.sql)[number];
export type SqlConnection = ConnectionOf<SqlKind>;

const drivers: { readonly [K in SqlKind]: () => Promise<SqlDriver<ConnectionOf<K>>> } = {
  sqlite: async () => (await import('./sqlite.ts')).sqlite,
  postgresql: async () => (await import('./postgresql.ts')).postgresql,
  mysql: async () => (await import('./mysql.ts')).mysql,
  sqlServer: async () => (await import('./sql-server.ts')).sqlServer,
};

function driverOf<K extends SqlKind>(connection: ConnectionOf<K>): Promise<SqlDriver<ConnectionOf<K>>> {
  const { kind }: { kind: K } = connection;
  return drivers[kind]();
}

/** By all that a connection says: one that was changed is another one. */
const pools = new Map<string, SessionPool>();

function poolOf(connection: SqlConnection, driver: SqlDriver<Connection>): SessionPool {
  const key = JSON.stringify(connection);
  const known = pools.get(key);
  if (known !== undefined) return known;
  const pool = createSessionPool(() => driver.open(connection));
  pools.set(key, pool);
  return pool;
}

/** `signal` ends what runs, in the database too. */
export async function runStatements(
  connection: SqlConnection,
  statements: readonly SqlStatement[],
  { inTransaction, maxRows, signal }: { inTransaction: boolean; maxRows: number; signal: AbortSignal },
): Promise<readonly SqlResult[]> {
  const driver = (await driverOf(connection)) as SqlDriver<Connection>;
  const pool = poolOf(connection, driver);
  const session = await pool.take().catch(explain);
  let cancel = (): void => undefined;
  // Not every driver says of a statement that its session was ended.
  const cancelled = new Promise<never>((_resolve, reject) => {
    cancel = () => void stopSession(session).then(() => reject(signal.reason), reject);
  });
  signal.addEventListener('abort', cancel);
  async function runAll(): Promise<readonly SqlResult[]> {
    signal.throwIfAborted();
    const results: SqlResult[] = [];
    if (inTransaction) await session.run({ text: driver.begin, parameters: {} }, 1);
    let size = 0;
    for (const statement of statements) {
      const result = await session.run(statement, maxRows);
      results.push(result);
      // Each by itself is no larger; together they are one result.
      size += statements.length === 1 ? 0 : result.rows.reduce((sum, row) => sum + sizeOfRow(row), 0);
      if (size > maxSize) throw tooLarge('The statements together give');
    }
    if (inTransaction) await session.run({ text: 'COMMIT', parameters: {} }, 1);
    return results;
  }
  try {
    return await Promise.race([runAll(), cancelled]);
  } catch (error) {
    if (inTransaction && session.isOpen()) await undo(session);
    return explain(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    pool.giveBack(session);
  }
}

/** With the code of the database, which is what people look up. */
function explain(error: unknown): never {
  if (error instanceof StepFailure) throw error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const words = wordsOf(error);
  throw new StepFailure(typeof code === 'string' && !words.includes(code) ? `${words} (${code})` : words);
}
