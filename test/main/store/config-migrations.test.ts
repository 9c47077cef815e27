import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configTables } from '#main/store/config-tables.ts';
import { migrate } from '#main/store/migrate.ts';
import { configMigrations } from '#main/store/migrations/config.ts';
import { openForWriting } from '#main/store/open.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

it('API keys of the first schema are secrets of the next, with the same values', () => {
  const db = openForWriting(join(folder, 'config.db'));
  migrate(db, configMigrations.slice(0, 1), () => '');
  db.exec(`
    INSERT INTO integrations VALUES ('one', 'abcde', 'Orders', 1);
    INSERT INTO api_keys VALUES ('key', 'one', 'digest', x'0102');`);
  migrate(db, configMigrations, (version) => join(folder, `config.${version}.db`));
  expect(configTables(db).secrets()).toEqual([{ id: 'key', digest: 'digest', sealed: Buffer.of(1, 2) }]);
  db.exec('DELETE FROM integrations');
  expect(configTables(db).secrets()).toEqual([]);
  db.close();
});

it('secrets of triggers stay as they are where those of consumers join them', () => {
  const db = openForWriting(join(folder, 'config.db'));
  const before = configMigrations.findIndex((sql) => sql.includes('CREATE TABLE consumers'));
  migrate(db, configMigrations.slice(0, before), () => join(folder, 'first.db'));
  db.exec(`
    INSERT INTO integrations VALUES ('one', 'abcde', 'Orders', 1);
    INSERT INTO secrets VALUES ('key', 'one', 'digest', x'0102');`);
  migrate(db, configMigrations, () => join(folder, 'before.db'));
  expect(configTables(db).secrets()).toEqual([{ id: 'key', digest: 'digest', sealed: Buffer.of(1, 2) }]);
  expect(() =>
    db.exec("INSERT INTO secrets (id, digest, sealed) VALUES ('nobody’s', 'digest', x'01')"),
  ).toThrow('CHECK constraint failed');
  db.close();
});
