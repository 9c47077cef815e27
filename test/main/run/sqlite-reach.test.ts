// An SQLite connection is its file and nothing else of the machine.
import { openStore } from '#test/support/store.ts';
import Database from 'better-sqlite3';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, poolWith } from './run-sql.ts';
import { resultOf } from './run-workflow.ts';

describe('an SQLite connection reaches nothing but its file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hookline-sqlite-'));
    new Database(join(folder, 'stock.db')).exec('CREATE TABLE stock (sku)').close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['another file beside it', "ATTACH DATABASE '<folder>/other.db' AS other"],
    ['a copy of it', "VACUUM INTO '<folder>/other.db'"],
    ['a copy of one part of it', "VACUUM main INTO '<folder>/other.db'"],
    ['after a comment', "-- a\n/* ; b */ ;\n attach '<folder>/other.db' AS other"],
    ['whatever comes before it', "\uFEFF\f\vATTACH '<folder>/other.db' AS other"],
  ])('%s', async (_what, statement) => {
    const pool = poolWith({ kind: 'sqlite', name: 'db', file: join(folder, 'stock.db') });
    const outcome = await ask(pool, { statement: statement.replaceAll('<folder>', folder) });
    await pool.close();
    expect(outcome.problem?.reason).toMatch(/reaches beyond the file of its connection|unrecognized token/);
    expect(existsSync(join(folder, 'other.db'))).toBe(false);
  });

  test('a statement that only speaks of it is none', async () => {
    const pool = poolWith({ kind: 'sqlite', name: 'db', file: join(folder, 'stock.db') });
    const outcome = await ask(pool, { statement: "SELECT 'ATTACH' AS attach -- VACUUM INTO 'x'" });
    await ask(pool, { statement: 'VACUUM' });
    await pool.close();
    expect(resultOf(outcome)).toMatchObject({ rows: [{ attach: 'ATTACH' }] });
  });

  test('and no more of it than a step can have', async () => {
    const pool = poolWith({ kind: 'sqlite', name: 'db', file: join(folder, 'stock.db') });
    const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)';
    const outcome = await ask(pool, { statement: `${many} SELECT zeroblob(1000000) AS data FROM n` });
    const half = { statement: `${many} SELECT zeroblob(1000000) AS data FROM n LIMIT 40` };
    const together = await ask(pool, { statements: [half, half, half] });
    const more = await ask(pool, { statement: 'SELECT zeroblob(1000000) AS data' });
    await pool.close();
    expect(outcome.problem?.reason).toBe('ask: The statement gives more than 64 MiB: narrow it.');
    expect(together.problem?.reason).toBe('ask: The statements together give more than 64 MiB: narrow it.');
    expect(more.problem).toBeNull();
  });

  test('a statement below many comments is read at once', async () => {
    const pool = poolWith({ kind: 'sqlite', name: 'db', file: join(folder, 'stock.db') });
    const comments = '/* A line of it. **/\n'.repeat(60);
    const outcome = await ask(pool, { statement: `${comments}SELECT 1 AS one`, timeoutSeconds: 50 });
    const other = await ask(pool, { statement: `${comments}ATTACH '${folder}/other.db' AS other` });
    await pool.close();
    expect(resultOf(outcome)).toMatchObject({ rows: [{ one: 1 }] });
    expect(other.problem?.reason).toMatch(/reaches beyond the file of its connection/);
  });

  test.each(['config.db', 'queue.db'])('nor does a link lead to %s of Hookline', async (name) => {
    const data = join(folder, `data-${name}`);
    mkdirSync(data);
    const store = await openStore(data);
    const link = join(folder, `link-to-${name}`);
    symlinkSync(join(data, name), link);
    const pool = poolWith({ kind: 'sqlite', name: 'db', file: link });
    const outcome = await ask(pool, { statement: 'SELECT * FROM sqlite_master' });
    await pool.close();
    await store.close();
    expect(outcome.problem?.reason).toContain('Hookline keeps its own data there.');
  });
});
