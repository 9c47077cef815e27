// What is asked of a log of a million calls never walks over it.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callLookups } from '#main/store/call-lookups.ts';
import { expiredCalls } from '#main/store/expired-calls.ts';
import { createLives } from '#main/store/lives.ts';
import { migrate } from '#main/store/migrate.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { openForWriting, type Db } from '#main/store/open.ts';
import { recover } from '#main/store/recover.ts';
import { waitingBytes } from '#main/store/waiting-bytes.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { storeCalls } from '#test/support/stored-calls.ts';

const count = 1_000_000;
const integrationId = randomUUID();

let folder: string;
let db: Db;
let asked: string[] = [];
beforeAll(async () => {
  folder = await newFolder();
  const file = join(folder, 'queue.db');
  const built = openForWriting(file);
  migrate(built, queueMigrations, () => '');
  storeCalls(built, { count, integrationIds: [integrationId, randomUUID()], fromMs: 0, everyMs: 1_000 });
  built.close();
  db = new Database(file, { verbose: (sql) => void asked.push(String(sql)) });
}, 600_000);
afterAll(async () => {
  db.close();
  await dropFolder(folder);
});

/** How SQLite finds the rows of what was asked since the last time. */
function plans(): string[] {
  const statements = asked.filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(sql));
  const found = statements.flatMap(
    (sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[],
  );
  asked = [];
  return found.map(({ detail }) => detail);
}

/** Those that go over all calls, or over all of what is kept beside each call. */
const walks = (details: readonly string[]) =>
  details.filter(
    (detail) =>
      /^SCAN (calls|c|requests|r|results|s|attempts|idempotency|k)\b(?!.*INDEX calls_open)/.test(detail) ||
      /^SEARCH .* USING INTEGER PRIMARY KEY \(rowid[<>]\?\)/.test(detail),
  );

describe('with a million calls stored', () => {
  it('F56: a start reads open calls only, by their own index', () => {
    recover(db, Date.now(), new Map());
    createLives(db).isCrashLoop();
    waitingBytes(db).sum();
    const details = plans();
    expect(details.filter((detail) => detail.includes('INDEX calls_open'))).not.toEqual([]);
    expect(walks(details)).toEqual([]);
  });

  it('F56: a page of the list, whatever it is narrowed by, reads a stretch of sequences', () => {
    const { list } = callLookups(db, folder);
    expect(list({ filter: {}, limit: 3 })).toMatchObject({
      calls: [{ sequence: count }, { sequence: count - 1 }, { sequence: count - 2 }],
      next: count - 2,
    });
    list({
      filter: { integration: 'Orders', text: 'nowhere', state: ['failed'], method: 'GET' },
      limit: 3,
      before: 500,
    });
    list({ filter: { integration: 'abcde/Orders', keyLabel: 'ERP', status: 500 }, limit: 3, before: 500 });
    const details = plans();
    expect(walks(details)).toEqual([]);
    expect(details).toContain('SEARCH c USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
  });

  it('one call and the waiting calls of a lane are found by an index', () => {
    const { get, waiting } = callLookups(db, folder);
    db.exec(`UPDATE calls SET state = 'waiting', lane_key = '' WHERE sequence = 9`);
    expect(get('00000000-0000-7000-8000-000000000009')?.ahead).toBe(0);
    expect(get('00000000-0000-7000-8000-000000000007')?.summary.sequence).toBe(7);
    waiting({ integrationId, after: 0, limit: 10 });
    expect(walks(plans())).toEqual([]);
  });

  it('the waiting calls of one key are found by their own index, whatever else waits', () => {
    const { get, waiting } = callLookups(db, folder);
    db.exec(`UPDATE calls SET state = 'waiting', lane_key = '#a' WHERE sequence IN (12, 14)`);
    asked = [];
    expect(waiting({ integrationId, laneKey: '#a', after: 12, limit: 10 })).toMatchObject([{ sequence: 14 }]);
    expect(plans()).toEqual([
      'SEARCH calls USING INDEX calls_keyed (integration_id=? AND lane_key=? AND sequence>?)',
    ]);
    expect(get('00000000-0000-7000-8000-00000000000e')?.ahead).toBe(1);
    expect(plans()).toContain(
      'SEARCH calls USING COVERING INDEX calls_keyed (integration_id=? AND lane_key=? AND sequence<?)',
    );
  });

  it('F56: retention finds the oldest calls by an index, and reads no more than it removes and a little ahead', () => {
    const { removeExpired } = expiredCalls(db, Date.now);
    const bounds = { installation: { days: null, calls: count - 10, bytes: null }, triggers: [] };
    expect(removeExpired({ bounds, after: 0, budgetMs: Infinity })).toMatchObject({
      count: 10,
      next: null,
    });
    const looks = asked.filter((sql) => sql.endsWith('LIMIT 100'));
    // Each reads a hundred rows at most: one for each integration.
    expect(looks.length).toBe(2);
    const details = plans();
    expect(walks(details)).toEqual([]);
    expect(details).toContain('SEARCH calls USING INDEX calls_ended (integration_id=? AND sequence>?)');
  });
});
