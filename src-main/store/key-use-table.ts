import type { KeyDay, UsedKey } from '#main/ports/key-use.ts';
import type { Db } from './open.ts';

const dayMs = 86_400_000;
const keptDays = 30;

/** As the writer has it: inside the transaction of whatever else goes to disk. */
export function keyUseTable(db: Db) {
  const add = db.prepare(`
    INSERT INTO key_use (key_id, day, calls, last_at, last_address) VALUES (@keyId, @day, @calls, @lastAtMs, @address)
    ON CONFLICT (key_id, day) DO UPDATE SET calls = calls + excluded.calls, last_at = excluded.last_at,
      last_address = excluded.last_address`);
  const trim = db.prepare(`
    DELETE FROM key_use WHERE day <= ? AND day < (SELECT max(day) FROM key_use n WHERE n.key_id = key_use.key_id)`);
  let trimmedFor = 0;
  return {
    noteKeyUse(used: readonly UsedKey[]): void {
      for (const { lastAtMs, ...rest } of used) {
        const day = Math.floor(lastAtMs / dayMs);
        add.run({ ...rest, lastAtMs, day });
        if (day <= trimmedFor) continue;
        trimmedFor = day;
        trim.run(day - keptDays);
      }
    },
  };
}

/** As the reader has it. */
export function keyUseLookups(db: Db) {
  const daysOf = (which: string) =>
    db.prepare(`
      SELECT key_id AS keyId, day, calls, last_at AS lastAtMs, last_address AS address FROM key_use ${which}
      ORDER BY key_id, day`);
  const all = daysOf('');
  const some = daysOf('WHERE key_id IN (SELECT value FROM json_each(?))');
  return {
    keyDays: (keyIds?: readonly string[]): readonly KeyDay[] =>
      (keyIds === undefined ? all.all() : some.all(JSON.stringify(keyIds))) as KeyDay[],
  };
}
