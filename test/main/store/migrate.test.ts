// A step of the schema that the data of some installation does not allow.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#main/store/migrate.ts';
import { openForReading, openForWriting } from '#main/store/open.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const first = 'CREATE TABLE things (name TEXT NOT NULL) STRICT';
const second = 'ALTER TABLE things ADD COLUMN size INTEGER';
const unique = 'CREATE UNIQUE INDEX things_by_name ON things (name)';

it('F31: that fails on dirty data changes nothing: the version before runs on it as before, and a copy is there', () => {
  const file = join(folder, 'a.db');
  const copy = join(folder, 'before.db');
  const db = openForWriting(file);
  migrate(db, [first], () => copy);
  db.exec(`INSERT INTO things VALUES ('twice'), ('twice')`);
  expect(existsSync(copy)).toBe(false);

  // The step before it succeeds, and is undone with it.
  expect(() => migrate(db, [first, second, unique], () => copy)).toThrow('UNIQUE constraint failed');
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  expect(db.prepare('SELECT * FROM things').all()).toEqual([{ name: 'twice' }, { name: 'twice' }]);
  migrate(db, [first], () => copy);
  db.close();

  const kept = openForReading(copy);
  expect(kept.prepare('SELECT count(*) FROM things').pluck().get()).toBe(2);
  kept.close();

  const mended = openForWriting(file);
  mended.exec('DELETE FROM things WHERE rowid = 2');
  migrate(mended, [first, second, unique], () => join(folder, 'again.db'));
  expect(mended.pragma('user_version', { simple: true })).toBe(3);
  mended.close();
});
