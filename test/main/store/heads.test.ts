import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callLookups } from '#main/store/call-lookups.ts';
import { migrate } from '#main/store/migrate.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import type { Db } from '#main/store/open.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { storeCalls } from '#test/support/stored-calls.ts';

const [a, b, c, d] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;

let folder: string;
let db: Db;
let asked = 0;
beforeEach(async () => {
  folder = await newFolder();
  db = new Database(join(folder, 'queue.db'), { verbose: () => void asked++ });
  migrate(db, queueMigrations, () => '');
  // They take turns: `b` has the calls 1, 4, 7 and 10, `c` 2, 5 and 8, `a` the others.
  storeCalls(db, { count: 10, integrationIds: [a, b, c], fromMs: 0, everyMs: 1_000 });
  db.exec(`
    UPDATE calls SET state = 'waiting' WHERE sequence > 1;
    UPDATE calls SET state = 'running' WHERE sequence = 2`);
});
afterEach(async () => {
  db.close();
  await dropFolder(folder);
});

test('the head of a lane is its first call that waits, and what has none has no head', () => {
  const heads = callLookups(db, folder).heads([b, d, a, c]);
  expect(heads.map((head) => head?.sequence)).toEqual([4, undefined, 3, 5]);
  expect(heads[1]).toBeNull();
  expect(heads[0]).toMatchObject({
    id: '00000000-0000-7000-8000-000000000004',
    receivedAtMs: 4_000,
    attempt: 1,
  });
});

test('the heads of all lanes cost one walk over the open calls, not one for each', () => {
  const { heads } = callLookups(db, folder);
  const costOf = (ids: readonly string[]) => {
    asked = 0;
    heads(ids);
    return asked;
  };
  expect(costOf([a, b, c])).toBe(costOf([a]));
});
