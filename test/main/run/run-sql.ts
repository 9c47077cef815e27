// Runs single SQL steps over one connection.
import type { RunEnvironment } from '#main/ports/run.ts';
import type { RunPool } from '#main/run/pool.ts';
import { Connection } from '#shared/model/connection.ts';
import type { Step } from '#shared/model/step.ts';
import type { z } from 'zod';
import { conditionsWith, run, startPool } from './run-workflow.ts';

type Given = Omit<Extract<z.input<typeof Step>, { kind: 'sql' }>, 'kind' | 'name' | 'connection'>;

/** Its connection `db` is this one. */
export const poolWith = (connection: z.input<typeof Connection>): RunPool => {
  const connections: RunEnvironment['connections'] = {
    db: { settings: Connection.parse({ ...connection, name: 'db' }), isReadable: true },
  };
  return startPool({ size: 1, conditions: conditionsWith({ connections }) });
};

export const ask = (pool: RunPool, given: Given, body?: unknown) =>
  run(pool, [{ name: 'ask', kind: 'sql', connection: 'db', ...given }], {
    body: JSON.stringify(body ?? null),
  });
