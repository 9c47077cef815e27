import type { RetentionStore } from '#main/ports/retention.ts';
import { chooseExpired, dayMs, refusedPool, type EndedCall, type KeptPool } from './choose-expired.ts';
import type { Db } from './open.ts';

/** At one time, however long it may take. */
const maxRemoved = 5_000;
/** Rows that are read ahead of each pool. */
const readAhead = 100;

const pageBytes = 4_096;
/** Free pages are used again first: below these shares of the file nothing is given back. */
const minFreeBytes = 64 * 1_048_576;
const minFreeShare = 1 / 8;
const pagesGivenBack = 256;

type Removing = {
  [K in keyof RetentionStore]: (
    ...of: Parameters<RetentionStore[K]>
  ) => Awaited<ReturnType<RetentionStore[K]>>;
};

/** `time`: the steady clock. */
export function expiredCalls(db: Db, time: () => number): Removing {
  const keptPools = db.prepare('SELECT integration_id AS pool, calls, bytes FROM kept WHERE calls > 0');
  const endedIn = (which: string) =>
    db.prepare(`
      SELECT sequence, received_at AS receivedAtMs, kept_bytes AS bytes,
        EXISTS (SELECT 1 FROM idempotency k WHERE k.sequence = calls.sequence AND k.expires_at > @nowMs) AS isHeld
      FROM calls
      WHERE ${which} AND sequence > @sequence ORDER BY sequence LIMIT ${readAhead}`);
  const refused = endedIn("state = 'refused'");
  // The very words of the index `calls_ended`, by which SQLite knows that it may use it.
  const ended = endedIn(`integration_id = @pool
    AND (state = 'succeeded' OR state = 'failed' OR state = 'cancelled' OR state = 'interrupted')`);
  const fileOf = db.prepare('SELECT body_file FROM requests WHERE sequence = ?').pluck();
  const isUsed = db.prepare('SELECT 1 FROM requests WHERE body_file = ? LIMIT 1').pluck();
  const remove = db.prepare('DELETE FROM calls WHERE sequence = ?');
  const dropEvents = db.prepare(`
    DELETE FROM lane_events WHERE id IN (
      SELECT id FROM (SELECT id, at FROM lane_events ORDER BY id LIMIT 1000) WHERE at < ?)`);

  const endedAfter = (nowMs: number) => (pool: string, sequence: number) => {
    const rows = (pool === refusedPool ? refused : ended).all({ pool, sequence, nowMs }) as EndedRow[];
    return rows.map((row): EndedCall => ({ ...row, pool, isHeld: row.isHeld === 1 }));
  };

  const removeExpired = db.transaction(
    ({ bounds, after, budgetMs }: Parameters<RetentionStore['removeExpired']>[0]) => {
      const nowMs = time();
      const until = performance.now() + budgetMs;
      let count = 0;
      const files: string[] = [];
      const kept = keptPools.all() as KeptPool[];
      for (const { sequence, goes } of chooseExpired({
        kept,
        bounds,
        nowMs,
        after,
        endedAfter: endedAfter(nowMs),
      })) {
        if (goes) {
          const file = fileOf.get(sequence) as string | null;
          remove.run(sequence);
          if (file !== null && isUsed.get(file) === undefined) files.push(file);
          count++;
        }
        if (count === maxRemoved || performance.now() > until) return { count, files, next: sequence };
      }
      const { days } = bounds.installation;
      if (days !== null) dropEvents.run(nowMs - days * dayMs);
      return { count, files, next: null };
    },
  );

  return {
    removeExpired: (of) => removeExpired.immediate(of),
    giveBack({ all }) {
      const pages = (name: string) => db.pragma(name, { simple: true }) as number;
      const kept = () => (all ? 0 : Math.max(minFreeBytes / pageBytes, pages('page_count') * minFreeShare));
      const spare = () => pages('freelist_count') - kept();
      if (spare() <= 0) return false;
      db.pragma(`incremental_vacuum(${pagesGivenBack})`);
      return spare() > 0;
    },
  };
}

type EndedRow = Omit<EndedCall, 'pool' | 'isHeld'> & { readonly isHeld: 0 | 1 };
