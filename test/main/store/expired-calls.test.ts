import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Retention } from '#shared/model/retention.ts';
import { createRetention } from '#main/upkeep/retention.ts';
import { createBlobStore } from '#main/store/blobs.ts';
import { expiredCalls } from '#main/store/expired-calls.ts';
import { openForWriting, type Db } from '#main/store/open.ts';
import { migrate } from '#main/store/migrate.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { storeCalls } from '#test/support/stored-calls.ts';

const dayMs = 86_400_000;
const none: Retention = { days: null, calls: null, bytes: null };
const [a, b] = [randomUUID(), randomUUID()] as const;

let folder: string;
let db: Db;
let nowMs = 0;
beforeEach(async () => {
  nowMs = 0;
  folder = await newFolder();
  db = openForWriting(join(folder, 'queue.db'));
  migrate(db, queueMigrations, () => '');
});
afterEach(async () => {
  db.close();
  await dropFolder(folder);
});

const sequences = () => db.prepare('SELECT sequence FROM calls ORDER BY sequence').pluck().all() as number[];
const rowsIn = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
/** What the counters should say, by counting. */
const counted = () =>
  db
    .prepare(
      `SELECT iif(state = 'refused', '', integration_id) AS pool, count(*) AS calls, sum(kept_bytes) AS bytes
       FROM calls WHERE state NOT IN ('waiting', 'running') GROUP BY 1`,
    )
    .all();
const kept = () => db.prepare('SELECT integration_id AS pool, calls, bytes FROM kept WHERE calls > 0').all();

function removeAll(installation: Partial<Retention>) {
  const { removeExpired } = expiredCalls(db, () => nowMs);
  const bounds = { installation: { ...none, ...installation }, triggers: [] };
  const files: string[] = [];
  for (let after: number | null = 0; after !== null;) {
    const removed = removeExpired({ bounds, after, budgetMs: 8 });
    files.push(...removed.files);
    after = removed.next;
  }
  return files;
}

describe('removing ended calls', () => {
  it('takes all rows of the oldest, and the counters with them', () => {
    storeCalls(db, { count: 12_000, integrationIds: [a, b], fromMs: 0, everyMs: 1_000 });
    removeAll({ calls: 100 });
    expect(sequences()).toEqual(Array.from({ length: 100 }, (_, at) => 11_901 + at));
    expect([rowsIn('requests'), rowsIn('results')]).toEqual([100, 100]);
    expect(kept()).toEqual(counted());
  });

  it('never takes a waiting or a running call, nor counts it', () => {
    storeCalls(db, { count: 10, integrationIds: [a], fromMs: 0, everyMs: 1_000 });
    db.exec(`UPDATE calls SET state = 'waiting' WHERE sequence = 2; UPDATE calls SET state = 'running' WHERE sequence = 5;
      DELETE FROM kept; INSERT INTO kept VALUES ('${a}', 8, 8 * 1033)`);
    nowMs = 100 * dayMs;
    removeAll({ days: 1 });
    expect(sequences()).toEqual([2, 5]);
    db.exec(`UPDATE calls SET state = 'cancelled' WHERE state IN ('waiting', 'running')`);
    expect(kept()).toEqual(counted());
    removeAll({ calls: 1 });
    expect(sequences()).toEqual([5]);
  });

  it('gives the names of files that no call refers to any more, and of no others', () => {
    storeCalls(db, { count: 4, integrationIds: [a], fromMs: 0, everyMs: 1_000 });
    const put = db.prepare('UPDATE requests SET body = NULL, body_file = ? WHERE sequence = ?');
    put.run('only', 1);
    put.run('shared', 2);
    put.run('shared', 4);
    expect(removeAll({ calls: 2 })).toEqual(['only']);
    nowMs = 100 * dayMs;
    expect(removeAll({ days: 1 })).toEqual(['shared']);
  });

  it('removes 5,000 at one time at most, and goes on where it was', () => {
    storeCalls(db, { count: 6_000, integrationIds: [a], fromMs: 0, everyMs: 1 });
    const { removeExpired } = expiredCalls(db, () => nowMs);
    const bounds = { installation: { ...none, days: 1 }, triggers: [] };
    nowMs = 9 * dayMs;
    const order = { bounds, budgetMs: Infinity };
    expect(removeExpired({ ...order, after: 0 })).toEqual({ count: 5_000, files: [], next: 5_000 });
    expect(removeExpired({ ...order, after: 5_000 })).toEqual({ count: 1_000, files: [], next: null });
  });

  it('keeps a call as long as its idempotency key stands for it', () => {
    storeCalls(db, { count: 4, integrationIds: [a], fromMs: 0, everyMs: 1_000 });
    db.prepare(`INSERT INTO idempotency VALUES (?, '', 'key', 'same', 2, '', ?)`).run(a, 10 * dayMs);
    removeAll({ calls: 1 });
    expect(sequences()).toEqual([2]);
    nowMs = 10 * dayMs;
    removeAll({ days: 1 });
    expect(sequences()).toEqual([]);
  });

  it('drops what was done to lanes by its age', () => {
    const event = db.prepare(
      `INSERT INTO lane_events (integration_id, at, action, note) VALUES (?, ?, 'hold', '')`,
    );
    for (const day of [1, 2, 9]) event.run(a, day * dayMs);
    nowMs = 10 * dayMs;
    removeAll({ days: 3 });
    expect(rowsIn('lane_events')).toBe(1);
  });

  it('leaves free pages to be used again, and gives back what is much', () => {
    storeCalls(db, { count: 20_000, integrationIds: [a], fromMs: 0, everyMs: 1 });
    removeAll({ calls: 19_000 });
    const pages = () => db.pragma('page_count', { simple: true }) as number;
    const { giveBack } = expiredCalls(db, () => nowMs);
    const before = pages();
    expect(giveBack({ all: false })).toBe(false);
    expect(pages()).toBe(before);
    db.exec(`CREATE TABLE big (bytes BLOB); INSERT INTO big VALUES (zeroblob(160000000)); DROP TABLE big`);
    const grown = pages();
    while (giveBack({ all: false }));
    expect(pages()).toBeLessThan(grown / 2);
    expect(pages()).toBeGreaterThan(before);
    while (giveBack({ all: true }));
    expect(pages()).toBeLessThan(before);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('a run of retention', () => {
  it('takes the files after the rows, and never runs twice at a time', async () => {
    storeCalls(db, { count: 3, integrationIds: [a], fromMs: 0, everyMs: 1 });
    db.prepare(`UPDATE requests SET body_file = 'one' WHERE sequence = 1`).run();
    const calls = expiredCalls(db, () => nowMs);
    let runs = 0;
    const rowsAtRemoval: number[] = [];
    const retention = createRetention({
      store: {
        retention: {
          // However slow this machine is, three calls are one removal.
          removeExpired: async (of) => (runs++, calls.removeExpired({ ...of, budgetMs: 60_000 })),
          giveBack: async (of) => calls.giveBack(of),
        },
        blobs: {
          ...createBlobStore(join(folder, 'blobs')),
          remove: async () => void rowsAtRemoval.push(rowsIn('calls')),
        },
      },
      isDiskLow: () => false,
      bounds: () => ({ installation: { ...none, calls: 1 }, triggers: [] }),
      report: (_what, error) => expect(error).toBeUndefined(),
      tick: () => 0,
    });
    await Promise.all([retention.runNow(), retention.runNow()]);
    await retention.close();
    expect([runs, rowsAtRemoval]).toEqual([1, [1]]);
  });
});
