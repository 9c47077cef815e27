import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyUseLookups, keyUseTable } from '#main/store/key-use-table.ts';
import { migrate } from '#main/store/migrate.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { openForWriting, type Db } from '#main/store/open.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
let db: Db;
beforeEach(async () => {
  folder = await newFolder();
  db = openForWriting(join(folder, 'queue.db'));
  migrate(db, queueMigrations, () => '');
});
afterEach(async () => {
  db.close();
  await dropFolder(folder);
});

const dayMs = 86_400_000;
const on = (keyId: string, day: number, calls: number) => ({
  keyId,
  calls,
  lastAtMs: day * dayMs + calls,
  address: `10.0.0.${calls}`,
});
const kept = () =>
  keyUseLookups(db)
    .keyDays()
    .map(({ keyId, day, calls }) => [keyId, day, calls]);

it('calls of one day are one row, with the last address', () => {
  const { noteKeyUse } = keyUseTable(db);
  noteKeyUse([on('erp', 100, 2), on('shop', 100, 1)]);
  noteKeyUse([on('erp', 100, 3), on('erp', 101, 1)]);
  expect(kept()).toEqual([
    ['erp', 100, 5],
    ['erp', 101, 1],
    ['shop', 100, 1],
  ]);
  expect(keyUseLookups(db).keyDays(['shop', 'none'])).toMatchObject([{ keyId: 'shop', day: 100, calls: 1 }]);
  expect(keyUseLookups(db).keyDays()[0]).toMatchObject({ lastAtMs: 100 * dayMs + 3, address: '10.0.0.3' });
});

it('days go after a month, but not the last one of a key that nobody uses any more', () => {
  const { noteKeyUse } = keyUseTable(db);
  noteKeyUse([on('gone', 10, 1), on('erp', 100, 1)]);
  noteKeyUse([on('gone', 11, 1), on('erp', 101, 1)]);
  noteKeyUse([on('erp', 131, 1)]);
  expect(kept()).toEqual([
    ['erp', 131, 1],
    ['gone', 11, 1],
  ]);
});
