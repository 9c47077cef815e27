import { runStatements, type SqlConnection } from '../sql/run-statements.ts';
import { connectMs } from './connect-ms.ts';

/** Each server has a word of its own for what it is. */
const questions: Readonly<Record<SqlConnection['kind'], string>> = {
  sqlite: "SELECT 'SQLite ' || sqlite_version() AS version",
  postgresql: 'SELECT version() AS version',
  mysql: 'SELECT VERSION() AS version',
  sqlServer: 'SELECT @@VERSION AS version',
};

/** Asks the database what it is, over the way that steps take. */
export async function testDatabase(connection: SqlConnection): Promise<string> {
  const [result] = await runStatements(connection, [{ text: questions[connection.kind], parameters: {} }], {
    inTransaction: false,
    maxRows: 1,
    signal: AbortSignal.timeout(connectMs),
  });
  const [line = ''] = String(result?.rows[0]?.['version']).split('\n');
  return `It is ${line}.`;
}
