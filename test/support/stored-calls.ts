// Many ended calls, put into a queue.db in one transaction, as if the service had run them long ago.
import type { Db } from '#main/store/open.ts';

export interface StoredCalls {
  readonly count: number;
  /** They take turns. */
  readonly integrationIds: readonly string[];
  /** When the first was received, and how long after it each next. */
  readonly fromMs: number;
  readonly everyMs: number;
}

/** They are written without waiting for the disk. */
export function storeCalls(db: Db, { count, integrationIds, fromMs, everyMs }: StoredCalls): void {
  db.pragma('synchronous = OFF');
  const of = { count, fromMs, everyMs, ids: JSON.stringify(integrationIds), turns: integrationIds.length };
  db.transaction(() => {
    const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)`;
    db.prepare(
      `INSERT INTO calls (sequence, id, integration_id, integration_version, integration, lane, lane_key,
         lane_sequence, method, path, received_at, state, caller, attempt, answered_status, request_bytes)
       ${rows} SELECT i, printf('00000000-0000-7000-8000-%012x', i), @ids ->> CAST(i % @turns AS INTEGER), 1, 'Orders', 'abcde/Orders', '',
         i, 'POST', '/abcde/Orders', CAST(@fromMs + i * @everyMs AS INTEGER), 'succeeded', 'answered', 1, 202, 9 FROM n`,
    ).run(of);
    db.prepare(
      `INSERT INTO requests (sequence, raw_query, query, headers, http_version, remote_address, body)
       ${rows} SELECT i, '', '{}', '[]', '1.1', '127.0.0.1', CAST('{"a": 1 }' AS BLOB) FROM n`,
    ).run({ count });
    db.prepare(`INSERT INTO results (sequence, steps, timings) ${rows} SELECT i, '[]', '{}' FROM n`).run({
      count,
    });
    db.exec(`INSERT INTO kept SELECT integration_id, count(*), sum(kept_bytes) FROM calls GROUP BY 1`);
  })();
  db.pragma('synchronous = FULL');
}
