import type { RunPool } from '#main/run/pool.ts';
import type { Connection } from '#shared/model/connection.ts';
import {
  type DatabaseServer,
  hasMariaDb,
  hasPostgresql,
  startMariaDb,
  startPostgresql,
} from '#test/support/database-servers.ts';
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ask, poolWith } from './run-sql.ts';
import { resultOf, run, stepsOf } from './run-workflow.ts';

interface World {
  readonly connection: z.input<typeof Connection>;
  stop(): Promise<void>;
}

interface Words {
  /** A table `stock` of `sku`, `count` and an automatic `id`, in its dialect. */
  readonly table: string;
  readonly slow: string;
  /** How many of these run. */
  readonly running: string | null;
  /** What a row of every type looks like. */
  readonly types: { readonly statement: string; readonly row: Readonly<Record<string, unknown>> };
  readonly constraint: RegExp;
}

function behavesAsOne(start: () => Promise<World>, words: Words): void {
  let world: World;
  let pool: RunPool;
  beforeAll(async () => {
    world = await start();
    pool = poolWith(world.connection);
    expect((await ask(pool, { statement: words.table })).problem).toBe(null);
  }, 120_000);
  afterAll(async () => {
    await pool.close();
    await world.stop();
  });

  const all = async () =>
    resultOf(await ask(pool, { statement: 'SELECT sku, count FROM stock ORDER BY sku' }));

  test('rows are put in by name and by order, and read back', async () => {
    const hostile = `'; DROP TABLE stock; -- \\' "`;
    const one = await ask(
      pool,
      {
        statement: "INSERT INTO stock (sku, count) VALUES (:sku, :count) -- :none, '?'",
        parameters: { sku: { from: 'body.sku' }, count: 3 },
      },
      { sku: hostile },
    );
    expect(resultOf(one)).toMatchObject({ rows: [], rowCount: 1 });
    const two = await ask(pool, {
      statement: 'INSERT INTO stock (sku, count) VALUES (?, ?)',
      parameters: ['b', { from: '1 + 1' }],
    });
    expect(resultOf(two)).toMatchObject({ rowCount: 1 });
    expect(await all()).toEqual({
      rows: [
        { sku: hostile, count: 3 },
        { sku: 'b', count: 2 },
      ],
      rowCount: 2,
    });
    expect(
      resultOf(
        await ask(pool, { statement: 'DELETE FROM stock WHERE count > :least', parameters: { least: 0 } }),
      ),
    ).toMatchObject({ rowCount: 2 });
  });

  test('a value that is not there is null', async () => {
    const outcome = await ask(pool, {
      statement: "SELECT coalesce(:gone, 'none') AS told",
      parameters: { gone: { from: 'body.gone' } },
    });
    expect(resultOf(outcome)).toEqual({ rows: [{ told: 'none' }], rowCount: 1 });
  });

  test('a list of statements takes effect as a whole, or not at all', async () => {
    const insert = (sku: string) => ({
      statement: 'INSERT INTO stock (sku, count) VALUES (:sku, 1)',
      parameters: { sku },
    });
    const failed = await ask(pool, { statements: [insert('x'), insert('x')] });
    expect(failed.problem?.reason).toMatch(words.constraint);
    expect(await all()).toEqual({ rows: [], rowCount: 0 });
    const done = await ask(pool, { statements: [insert('x'), insert('y')] });
    expect(resultOf(done)).toMatchObject([{ rowCount: 1 }, { rowCount: 1 }]);
    expect(await all()).toMatchObject({ rowCount: 2 });
    expect((await ask(pool, { statement: 'DELETE FROM stock' })).state).toBe('succeeded');
  });

  test('more rows than wanted are a failure, and the connection goes on', async () => {
    const statement = 'SELECT 1 AS one UNION ALL SELECT 2 UNION ALL SELECT 3';
    const outcome = await ask(pool, { statement, maxRows: 2 });
    expect(outcome.problem?.reason).toBe(
      'ask: The statement gives more than 2 rows: narrow it, or raise maxRows.',
    );
    expect(resultOf(await ask(pool, { statement, maxRows: 3 }))).toMatchObject({ rowCount: 3 });
  });

  test('a statement that takes too long is ended in the database, and holds nobody else', async () => {
    const slow = ask(pool, { statement: words.slow, timeoutSeconds: 1 });
    expect((await run(pool, [{ name: 'a', kind: 'transform', expression: '1' }])).state).toBe('succeeded');
    expect((await slow).problem?.reason).toBe('ask: It took longer than its limit of 1 s.');
    const { running } = words;
    if (running !== null) {
      await expect
        .poll(async () => resultOf(await ask(pool, { statement: running })), { timeout: 10_000 })
        .toEqual({ rows: [{ running: 0 }], rowCount: 1 });
    }
    expect(resultOf(await ask(pool, { statement: 'SELECT 1 AS one' }))).toEqual({
      rows: [{ one: 1 }],
      rowCount: 1,
    });
  });

  test('values keep their digits, times are ISO text, bytes are bytes', async () => {
    const outcome = await ask(pool, { statement: words.types.statement });
    expect(resultOf(outcome)).toEqual({ rows: [words.types.row], rowCount: 1 });
  });

  test('a failure says what the database said', async () => {
    const outcome = await ask(pool, { statement: 'SELECT sku FROM nowhere' });
    expect(outcome.problem?.reason).toMatch(/nowhere/);
    expect(stepsOf(outcome)[0]?.input).toContain('SELECT sku FROM nowhere');
  });
}

describe('SQLite', () => {
  behavesAsOne(
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hookline-sqlite-'));
      const file = join(folder, 'stock.db');
      new Database(file).close();
      return {
        connection: { kind: 'sqlite', name: 'db', file },
        stop: async () => rmSync(folder, { recursive: true, force: true }),
      };
    },
    {
      table: 'CREATE TABLE stock (id INTEGER PRIMARY KEY, sku TEXT UNIQUE, count INTEGER)',
      slow: 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n',
      running: null,
      types: {
        statement:
          "SELECT 9007199254740993 AS large, 7 AS small, 1.5 AS real, x'010203' AS bytes, null AS gone",
        row: { large: '9007199254740993', small: 7, real: 1.5, bytes: 'AQID', gone: null },
      },
      constraint: /UNIQUE constraint failed/,
    },
  );

  test('a file that is not there is named, and not made', async () => {
    const pool = poolWith({ kind: 'sqlite', name: 'db', file: '/nowhere/stock.db' });
    const outcome = await ask(pool, { statement: 'SELECT 1' });
    await pool.close();
    expect(outcome.problem?.reason).toContain('There is no file /nowhere/stock.db.');
  });
});

describe.skipIf(!hasPostgresql)('PostgreSQL', () => {
  behavesAsOne(
    async () => {
      const server: DatabaseServer = await startPostgresql();
      const { port, stop } = server;
      return {
        connection: {
          kind: 'postgresql',
          name: 'db',
          host: '127.0.0.1',
          port,
          database: 'postgres',
          user: 'hookline',
        },
        stop,
      };
    },
    {
      table: 'CREATE TABLE stock (id serial PRIMARY KEY, sku text UNIQUE, count int)',
      slow: 'SELECT pg_sleep(600)',
      running: `SELECT count(*) AS running FROM pg_stat_activity
        WHERE state = 'active' AND query = 'SELECT pg_sleep(600)'`,
      types: {
        statement: `SELECT 9007199254740993::bigint AS large, 7::bigint AS small, 10.50::numeric AS exact,
          '\\x010203'::bytea AS bytes, timestamptz '2026-01-02 03:04:05.678+01' AS moment, date '2026-01-02' AS day,
          timestamp '2026-01-02 03:04:05' AS local, '{"a": ["?"]}'::json AS data, 'it''s :here' AS text`,
        row: {
          large: '9007199254740993',
          small: 7,
          exact: '10.50',
          bytes: 'AQID',
          moment: '2026-01-02T02:04:05.678Z',
          day: '2026-01-02',
          local: '2026-01-02T03:04:05',
          data: { a: ['?'] },
          text: "it's :here",
        },
      },
      constraint: /duplicate key value .* \(23505\)/,
    },
  );
});

describe.skipIf(!hasMariaDb)('MariaDB', () => {
  behavesAsOne(
    async () => {
      const { port, stop } = await startMariaDb();
      return {
        connection: { kind: 'mysql', name: 'db', host: '127.0.0.1', port, database: 'test', user: 'root' },
        stop,
      };
    },
    {
      table: 'CREATE TABLE stock (id int AUTO_INCREMENT PRIMARY KEY, sku varchar(100) UNIQUE, count int)',
      slow: 'SELECT count(*) FROM seq_1_to_100000000 a, seq_1_to_100000000 b',
      running: `SELECT count(*) AS running FROM information_schema.processlist
        WHERE info LIKE 'SELECT count(*) FROM seq%'`,
      types: {
        statement: `SELECT 9007199254740993 AS large, 7 AS small, 10.50 AS exact, x'010203' AS bytes,
          timestamp('2026-01-02 03:04:05') AS local, date('2026-01-02') AS day, 'it\\'s :here' AS text`,
        row: {
          large: '9007199254740993',
          small: 7,
          exact: '10.50',
          bytes: 'AQID',
          local: '2026-01-02T03:04:05',
          day: '2026-01-02',
          text: "it's :here",
        },
      },
      constraint: /Duplicate entry 'x'.* \(ER_DUP_ENTRY\)/,
    },
  );
});

test('SQL Server, as far as can be had without one: its driver begins the handshake, and what goes wrong is said', async () => {
  const said: number[] = [];
  // Looks at the type of the first packet (0x12 is the prelogin of TDS), and hangs up.
  const peer = createServer((socket) =>
    socket.once('data', ([type = 0]) => (said.push(type), socket.destroy())),
  );
  await new Promise<void>((listening) => peer.listen(0, '127.0.0.1', listening));
  const address = peer.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const pool = poolWith({
    kind: 'sqlServer',
    name: 'db',
    host: '127.0.0.1',
    port,
    database: 'stock',
    user: 'hookline',
    password: 'secret-password',
  });
  const outcome = await ask(pool, { statement: 'SELECT 1' });
  await pool.close();
  await new Promise((closed) => peer.close(closed));
  expect(said).toEqual([0x12]);
  expect(outcome.problem?.reason).toMatch(/Connection lost|socket hang up|closed/i);
  expect(JSON.stringify(outcome)).not.toContain('secret-password');
});
