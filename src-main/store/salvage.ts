import { problem } from '#shared/problem.ts';
import { copyRows } from './copy-rows.ts';
import { readOne, sequenceOf } from './examine.ts';
import type { Db } from './open.ts';

/** What the last second of a life may have given, and no marker tells of. */
const unknownSequences = 100_000;

const unreadable = problem('database_damaged', {
  detail: 'What the caller had sent could not be read any more.',
});

/** Fills a new queue from what is left of another; gives how many calls there are then. */
export function fillQueue(from: Db | null, to: Db, maxSeq: number): number {
  if (from !== null) {
    copyRows(from, to, maxSeq + unknownSequences);
    mend(to);
  }
  raiseSequence(to, Math.max(maxSeq, from === null ? 0 : readableSequence(from)));
  return to.prepare('SELECT count(*) FROM calls').pluck().get() as number;
}

function readableSequence(db: Db): number {
  try {
    return sequenceOf(db);
  } catch {
    return 0;
  }
}

/** No sequence is ever given twice, whatever became of the call that had it. */
export function raiseSequence(db: Db, maxSeq: number): void {
  if (maxSeq === 0) return;
  const seq = Math.max(maxSeq, sequenceOf(db)) + unknownSequences;
  const { changes } = db.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'calls'").run(seq);
  if (changes === 0) db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('calls', ?)").run(seq);
}

/** Makes rows that survived alone fit together again. */
function mend(db: Db): void {
  db.transaction(() => {
    db.prepare(
      `UPDATE calls SET state = 'interrupted', problem_code = ?, problem_text = ?
       WHERE state IN ('waiting', 'running') AND sequence NOT IN (SELECT sequence FROM requests)`,
    ).run(unreadable.code, unreadable.detail);
    db.exec(`
      INSERT INTO requests (sequence, raw_query, query, headers, http_version, remote_address)
        SELECT sequence, '', '{}', '[]', '', '' FROM calls WHERE sequence NOT IN (SELECT sequence FROM requests);
      UPDATE requests SET query = '{}' WHERE NOT json_valid(query);
      UPDATE requests SET headers = '[]' WHERE NOT json_valid(headers);
      UPDATE results SET steps = '[]' WHERE NOT json_valid(steps);
      DELETE FROM results WHERE NOT json_valid(timings);
      INSERT INTO lane_counters (integration_id, last)
        SELECT integration_id, max(lane_sequence) FROM calls
        WHERE integration_id IS NOT NULL AND lane_sequence IS NOT NULL GROUP BY integration_id
      ON CONFLICT (integration_id) DO UPDATE SET last = max(last, excluded.last);`);
    if (readOne(db, "SELECT 1 FROM sqlite_schema WHERE name = 'kept'") === undefined) return;
    db.exec(`
      DELETE FROM kept;
      INSERT INTO kept
        SELECT iif(state = 'refused', '', integration_id), count(*), sum(kept_bytes) FROM calls
        WHERE state NOT IN ('waiting', 'running') GROUP BY 1;`);
  }).immediate();
}
