import type { KeptNamed, NamedChange } from '#main/ports/config-store.ts';
import type { Db } from './open.ts';

/** What is known by a name: its document, and its secrets, sealed. */
export function namedTable(
  db: Db,
  table: 'environment' | 'connections',
): {
  all(): readonly KeptNamed[];
  change(change: NamedChange): void;
} {
  const all = db.prepare(`SELECT id, document, sealed FROM ${table} ORDER BY id`);
  const put = db.prepare(`
    INSERT INTO ${table} (id, document, sealed) VALUES (@id, @document, @sealed)
    ON CONFLICT (id) DO UPDATE SET document = excluded.document, sealed = excluded.sealed`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE id = ?`);
  return {
    all: () => all.all() as KeptNamed[],
    change({ saves, removes }) {
      for (const id of removes) remove.run(id);
      for (const one of saves) put.run(one);
    },
  };
}
