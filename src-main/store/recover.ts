import { crashPoint } from '#main/crash-point.ts';
import type { BackedUpLane } from '#main/ports/lane-rows.ts';
import type { Recovery } from '#main/ports/recovery.ts';
import { problem } from '#shared/problem.ts';
import { callSeries } from './call-series.ts';
import { holdTable } from './hold-table.ts';
import { laneMoves, selectBackedUp } from './lane-moves.ts';
import type { Db } from './open.ts';
import { resultTable } from './result-table.ts';

const cutOff = problem('interrupted', { detail: 'The service ended while the call ran.' });
const gone = problem('caller_gone', { detail: 'The service ended while the caller waited.' });
const poison = problem('poison', { detail: 'The service ended three times while the call ran.' });

/** A call that costs its thread or the process each time is not given a fourth attempt. */
export const maxCrashes = 3;

/** How an integration orders its calls now. */
export interface LaneRule {
  /** null: one lane for all. */
  readonly expression: string | null;
  /** Whether a lane stops when its head has failed. */
  readonly holdsOnFailure: boolean;
}

interface OpenCall {
  readonly sequence: number;
  readonly id: string;
  readonly integrationId: string;
  readonly laneKey: string | null;
}

/**
 * Puts right what the last life left open, in one transaction and before anything else happens. Calls that
 * ended are never touched. A call that was running and may run again waits at its old place, unless it has
 * ended the process several times; one that runs at most once, or whose caller waited, is interrupted; one that
 * had only waited for a caller who is gone is cancelled. When any of that happened, nobody knows. A lane that holds on failure stops with a head that
 * ended here, and lanes whose rule was changed and not yet followed are put in order by it.
 */
export function recover(
  db: Db,
  nowMs: number,
  rules: ReadonlyMap<string, LaneRule>,
): Omit<Recovery, 'isCrashLoop'> {
  const holds = holdTable(db);
  const time = () => nowMs;
  const series = callSeries(db, time, time);
  const { setLaneRule } = laneMoves(db, resultTable(db), holds, series);
  const running = db.prepare(`
    SELECT sequence, id, integration_id AS integrationId, lane_key AS laneKey FROM calls
    WHERE state = 'running' AND (caller <> 'answered') + once > 0`);
  const poisonous = db.prepare(`
    SELECT sequence, id, integration_id AS integrationId, lane_key AS laneKey FROM calls
    WHERE state = 'running' AND caller = 'answered' AND NOT once AND crashes + 1 >= ${maxCrashes}`);
  const end = db.prepare(`
    UPDATE calls SET state = @state, problem_code = @code, problem_text = @detail,
      crashes = crashes + 1
    WHERE sequence = @sequence`);

  function endAll(calls: readonly OpenCall[], state: 'interrupted' | 'failed', why: typeof cutOff): number {
    for (const { sequence, id: callId, integrationId, laneKey } of calls) {
      end.run({ sequence, state, code: why.code, detail: why.detail });
      series.end(sequence, { state });
      if (laneKey === null || rules.get(integrationId)?.holdsOnFailure !== true) continue;
      const hold = { integrationId, laneKey, kind: 'hold' as const, note: why.detail, callId };
      holds.put(hold, nowMs);
      holds.record({ ...hold, action: 'hold', by: null, atMs: nowMs });
    }
    return calls.length;
  }

  function followRules(): void {
    const known = new Map(
      db.prepare('SELECT integration_id, expression FROM lane_rules').raw().all() as [
        string,
        string | null,
      ][],
    );
    for (const [integrationId, { expression }] of rules) {
      if ((known.get(integrationId) ?? null) !== expression) setLaneRule({ integrationId, expression });
    }
  }

  return db
    .transaction(() => {
      db.prepare(
        `INSERT INTO attempts (sequence, attempt, started_at, finished_at, outcome, problem_code, problem_text)
         SELECT sequence, attempt, started_at, 0, 'interrupted', ?, ? FROM calls WHERE state = 'running'`,
      ).run(cutOff.code, cutOff.detail);
      const interrupted = endAll(running.all() as OpenCall[], 'interrupted', cutOff);
      const poisoned = endAll(poisonous.all() as OpenCall[], 'failed', poison);
      const resumed = db
        .prepare(
          `UPDATE calls SET state = 'waiting', wait_ms = NULL, crashes = crashes + 1 WHERE state = 'running'`,
        )
        .run().changes;
      const goneOnes = "state = 'waiting' AND caller = 'waiting' AND";
      series.endAll(`${goneOnes} attempt = 0`, 'cancelled');
      series.endAll(`${goneOnes} attempt > 0`, 'interrupted');
      const cancelled = db
        .prepare(
          `UPDATE calls SET state = iif(attempt = 0, 'cancelled', 'interrupted'), problem_code = ?,
             problem_text = ?, next_attempt_at = NULL
           WHERE state = 'waiting' AND caller = 'waiting'`,
        )
        .run(gone.code, gone.detail).changes;
      followRules();
      series.write();
      const lanes = db.prepare(`${selectBackedUp} GROUP BY integration_id, lane_key`).all() as BackedUpLane[];
      crashPoint('before_recovery_commit');
      return { interrupted, cancelled, resumed, poisoned, lanes, holds: holds.all() };
    })
    .immediate();
}
