import { crashPoint } from '#main/crash-point.ts';
import type { Recovery } from '#main/ports/store.ts';
import { problem } from '#shared/problem.ts';
import type { Db } from './open.ts';

const cutOff = problem('interrupted', { detail: 'The service ended while the call ran.' });
const gone = problem('caller_gone', { detail: 'The service ended while the caller waited.' });

/**
 * Puts right what the last life left open, in one transaction and before anything else happens. Calls that
 * ended are never touched. An asynchronous call that was running waits again at its old place; one with a
 * caller (waiting or timed out) runs at most once, so it is interrupted; one that had only waited for a
 * caller who is gone is cancelled.
 */
export function recover(db: Db, nowMs: number): Recovery {
  return db
    .transaction((): Recovery => {
      db.prepare(
        `INSERT INTO attempts (sequence, attempt, started_at, finished_at, outcome, problem_code, problem_text)
         SELECT sequence, attempt, started_at, max(started_at, ?), 'interrupted', ?, ? FROM calls WHERE state = 'running'`,
      ).run(nowMs, cutOff.code, cutOff.detail);
      const interrupted = db
        .prepare(
          `UPDATE calls SET state = 'interrupted', problem_code = ?, problem_text = ?, total_ms = max(0, ? - received_at)
           WHERE state = 'running' AND caller <> 'answered'`,
        )
        .run(cutOff.code, cutOff.detail, nowMs).changes;
      const resumed = db
        .prepare(`UPDATE calls SET state = 'waiting', wait_ms = NULL WHERE state = 'running'`)
        .run().changes;
      const cancelled = db
        .prepare(
          `UPDATE calls SET state = 'cancelled', problem_code = ?, problem_text = ?, total_ms = max(0, ? - received_at)
           WHERE state = 'waiting' AND caller = 'waiting'`,
        )
        .run(gone.code, gone.detail, nowMs).changes;
      const lanes = db
        .prepare(
          `SELECT integration_id AS integrationId, count(*) AS waiting FROM calls
           WHERE state = 'waiting' GROUP BY integration_id`,
        )
        .all() as Recovery['lanes'];
      crashPoint('before_recovery_commit');
      return { interrupted, cancelled, resumed, lanes };
    })
    .immediate();
}
