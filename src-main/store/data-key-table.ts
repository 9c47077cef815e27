// The wrapped data key, and all that is sealed under it: changed together, so that after a crash either the old key
// opens everything or the new one does.
import { crashPoint } from '#main/crash-point.ts';
import type { DataKeyChange, KeptDataKey, SealedRow } from '#main/ports/config-store.ts';
import type { Db } from './open.ts';

const sealedTables = [
  'secrets',
  'certificates',
  'environment',
  'connections',
] as const satisfies readonly SealedRow['table'][];
const digestIn: Readonly<Record<SealedRow['table'], string>> = {
  secrets: 'digest',
  certificates: 'NULL AS digest',
  environment: 'NULL AS digest',
  connections: 'NULL AS digest',
};
/** What becomes of a row whose secret is given up: one that workflows name stays, to be given another. */
const giveUp: Readonly<Record<SealedRow['table'], string>> = {
  secrets: 'DELETE FROM secrets',
  certificates: 'DELETE FROM certificates',
  environment: 'UPDATE environment SET sealed = NULL',
  connections: 'UPDATE connections SET sealed = NULL',
};
/** Of some only a digest is kept, and of others nothing secret. */
const isSealed = 'coalesce(length(sealed), 0) > 0';

export interface DataKeyTable {
  dataKey(): KeptDataKey | null;
  sealedRows(): readonly SealedRow[];
  changeDataKey(change: DataKeyChange): boolean;
}

export function dataKeyTable(db: Db): DataKeyTable {
  const read = db.prepare('SELECT id, wrapped FROM data_key');
  const write = db.prepare(`
    INSERT INTO data_key (one, id, wrapped) VALUES (1, @id, @wrapped)
    ON CONFLICT (one) DO UPDATE SET id = excluded.id, wrapped = excluded.wrapped`);
  const tables = sealedTables.map((table) => ({
    table,
    all: db.prepare(`
      SELECT '${table}' AS "table", id, sealed, ${digestIn[table]} FROM ${table} WHERE ${isSealed}`),
    put: db.prepare(`UPDATE ${table} SET sealed = @sealed WHERE id = @id AND sealed = @before`),
    drop: db.prepare(`
      ${giveUp[table]} WHERE sealed IS NOT NULL AND id NOT IN (SELECT value FROM json_each(?))`),
    count: db.prepare(`SELECT count(*) FROM ${table} WHERE ${isSealed}`).pluck(),
  }));

  const change = db.transaction(({ dataKey, rows, others }: DataKeyChange) => {
    write.run(dataKey);
    for (const { table, put, drop, count } of tables) {
      const own = rows.filter(({ from }) => from.table === table);
      for (const { from, to } of own) {
        const { changes } = put.run({ id: to.id, sealed: to.sealed, before: from.sealed });
        if (changes !== 1) throw new NotAsRead();
      }
      if (others === 'remove') drop.run(JSON.stringify(own.map(({ to }) => to.id)));
      else if (count.get() !== own.length) throw new NotAsRead();
    }
    crashPoint('before_data_key_commit');
  });

  return {
    dataKey: () => (read.get() as KeptDataKey | undefined) ?? null,
    sealedRows: () => tables.flatMap(({ all }) => all.all() as SealedRow[]),
    changeDataKey(wanted) {
      try {
        change.immediate(wanted);
        crashPoint('after_data_key_commit');
        return true;
      } catch (error) {
        if (error instanceof NotAsRead) return false;
        throw error;
      }
    },
  };
}

/** Thrown only to undo what the transaction had done so far. */
class NotAsRead extends Error {}
