import { connectionKindsOf } from '#shared/model/connection-kinds.ts';
import type { AnyValue } from '#shared/model/step-value.ts';
import type { StepOf } from '#shared/model/step.ts';
import type { SqlStatement } from '../sql/session.ts';
import type { StepRun } from '../step-run.ts';

/** Asks or changes a database: `{ rows, rowCount }`, or a list of them for a list of statements. */
export async function runSql(step: StepOf<'sql'>, run: StepRun): Promise<unknown> {
  const connection = run.connection(step.connection, connectionKindsOf.sql);
  const { statements, maxRows } = step;
  const filled: SqlStatement[] = [];
  for (const { statement = '', parameters } of statements ?? [step]) {
    filled.push({ text: statement, parameters: await fillParameters(parameters, run) });
  }
  run.given({ connection: step.connection, statements: filled });
  const results = await run.wait(async (signal) => {
    const { runStatements } = await import('../sql/run-statements.ts');
    run.willBeNoticed();
    return runStatements(connection, filled, { inTransaction: statements !== undefined, maxRows, signal });
  });
  return statements === undefined ? results[0] : results;
}

async function fillParameters(
  parameters: AnyValue | undefined,
  run: StepRun,
): Promise<SqlStatement['parameters']> {
  if (parameters === undefined) return {};
  // One by one, so that a value that is not there is null, and not left out.
  if (Array.isArray(parameters)) {
    const values: unknown[] = [];
    for (const value of parameters) values.push((await run.fill(value)) ?? null);
    return values;
  }
  if (typeof parameters !== 'object' || parameters === null) return {};
  if (Object.keys(parameters).length === 1 && typeof parameters.from === 'string') {
    const filled = await run.fill(parameters);
    return typeof filled === 'object' && filled !== null ? (filled as SqlStatement['parameters']) : {};
  }
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(parameters)) values[name] = (await run.fill(value)) ?? null;
  return values;
}
