// What happens to waiting calls and to their lanes. As with attempts, each move is a compare-and-set.
import type { WaitedCall } from '#main/ports/ended-attempts.ts';
import type { BackedUpLane, LaneDeed } from '#main/ports/lane-rows.ts';
import type { CallStore } from '#main/ports/store.ts';
import type { Move } from './call-moves.ts';
import type { CallSeries } from './call-series.ts';
import type { HoldTable } from './hold-table.ts';
import type { Db } from './open.ts';
import type { ResultTable } from './result-table.ts';

type Moves = {
  [K in 'cancel' | 'cancelAll' | 'skip' | 'renew' | 'place' | 'setLaneRule' | 'hold' | 'release']: Move<K>;
};

interface PlaceOfCall {
  readonly id: string;
  readonly integrationId: string;
  readonly laneKey: string | null;
}

/** The waiting calls of each lane. */
export const selectBackedUp = `
  SELECT integration_id AS integrationId, lane_key AS laneKey, count(*) AS waiting
  FROM calls INDEXED BY calls_open WHERE state = 'waiting'`;

export function laneMoves(db: Db, results: ResultTable, holds: HoldTable, series: CallSeries): Moves {
  const placeOf = db.prepare(`
    SELECT id, integration_id AS integrationId, lane_key AS laneKey FROM calls
    WHERE sequence = @sequence AND state = 'waiting'`);
  const cancelCall = db.prepare(`
    UPDATE calls SET state = 'cancelled', problem_code = @code, problem_text = @text, next_attempt_at = NULL,
      wait_ms = @waitMs, total_ms = coalesce(@totalMs, max(0, @finishedAtMs - received_at)),
      answered_status = coalesce(answered_status, @answeredStatus)
    WHERE sequence = @sequence AND state = 'waiting' AND (attempt = 0 OR NOT @unstarted)`);
  const cancelCalls = db.prepare(`
    UPDATE calls INDEXED BY calls_open SET state = 'cancelled', problem_code = @code, problem_text = @text,
      next_attempt_at = NULL, total_ms = max(0, @finishedAtMs - received_at)
    WHERE integration_id = @integrationId AND state = 'waiting'`);
  const skipCall = db.prepare(`
    UPDATE calls SET state = 'failed', problem_code = coalesce(problem_code, @code),
      problem_text = coalesce(problem_text, @text), next_attempt_at = NULL,
      wait_ms = @waitMs, total_ms = coalesce(@totalMs, max(0, @finishedAtMs - received_at)),
      answered_status = coalesce(answered_status, @answeredStatus)
    WHERE sequence = @sequence AND state = 'waiting'`);
  const renewCall = db.prepare(`
    UPDATE calls SET failures = 0, next_attempt_at = NULL WHERE sequence = @sequence AND state = 'waiting'`);
  const placeCall = db.prepare(`
    UPDATE calls SET lane_key = @laneKey, lane = lane || @laneKey
    WHERE sequence = @sequence AND state = 'waiting' AND lane_key IS NULL`);
  const putRule = db.prepare(`
    INSERT INTO lane_rules (integration_id, expression) VALUES (@integrationId, @expression)
    ON CONFLICT (integration_id) DO UPDATE SET expression = excluded.expression
    WHERE expression IS NOT excluded.expression`);
  const takeOut = db.prepare(`
    UPDATE calls INDEXED BY calls_open SET lane_key = @laneKey, lane = substr(lane, 1, length(lane) - length(coalesce(lane_key, '')))
    WHERE integration_id = @integrationId AND state = 'waiting'`);
  const dropRule = db.prepare('DELETE FROM lane_rules WHERE integration_id = ?');
  const backedUp = db.prepare(`${selectBackedUp} AND integration_id = ? GROUP BY lane_key`);

  function record(of: PlaceOfCall, deed: LaneDeed): void {
    holds.record({ ...deed, integrationId: of.integrationId, laneKey: of.laneKey, callId: of.id });
  }

  function end(sequence: number, state: 'cancelled' | 'failed', waited: WaitedCall | null): void {
    series.end(sequence, { state });
    if (waited !== null) results.keep(sequence, { failure: waited.told, timings: waited.timings });
  }

  return {
    cancel({ sequence, problem, finishedAtMs, unstarted, deed, waited }) {
      const of = placeOf.get({ sequence }) as PlaceOfCall | undefined;
      if (of === undefined) return null;
      const cancel = { sequence, finishedAtMs, unstarted: unstarted ? 1 : 0, ...problem };
      if (cancelCall.run({ ...cancel, ...columnsOf(waited) }).changes === 0) return null;
      end(sequence, 'cancelled', waited);
      if (deed !== null) {
        record(of, deed);
        holds.liftOf(of.id);
      }
      return { laneKey: of.laneKey };
    },

    cancelAll({ integrationId, problem, finishedAtMs }) {
      holds.forget(integrationId);
      dropRule.run(integrationId);
      series.endAll("integration_id = ? AND state = 'waiting'", 'cancelled', integrationId);
      return cancelCalls.run({ integrationId, finishedAtMs, ...problem }).changes;
    },

    skip({ sequence, problem, deed, waited }) {
      const of = placeOf.get({ sequence }) as PlaceOfCall | undefined;
      if (of === undefined) return null;
      skipCall.run({ sequence, finishedAtMs: deed.atMs, ...problem, ...columnsOf(waited) });
      end(sequence, 'failed', waited);
      record(of, deed);
      holds.liftOf(of.id);
      return { laneKey: of.laneKey };
    },

    renew({ sequence, deed }) {
      const of = placeOf.get({ sequence }) as PlaceOfCall | undefined;
      if (of === undefined) return false;
      renewCall.run({ sequence });
      record(of, deed);
      holds.liftOf(of.id);
      return true;
    },

    place({ sequence, laneKey, expression, deed }) {
      const of = placeOf.get({ sequence }) as PlaceOfCall | undefined;
      if (of === undefined || placeCall.run({ sequence, laneKey }).changes === 0) return false;
      putRule.run({ integrationId: of.integrationId, expression });
      if (deed !== null) record({ ...of, laneKey }, deed);
      return true;
    },

    setLaneRule({ integrationId, expression }) {
      putRule.run({ integrationId, expression });
      takeOut.run({ integrationId, laneKey: expression === null ? '' : null });
      holds.widen(integrationId);
      return {
        lanes: backedUp.all(integrationId) as BackedUpLane[],
        holds: holds.all().filter((hold) => hold.integrationId === integrationId),
      };
    },

    hold({ deed, ...hold }) {
      holds.put(hold, deed.atMs);
      holds.record({ ...hold, ...deed });
    },

    release({ integrationId, laneKey, deed }) {
      const isLifted = holds.lift({ integrationId, laneKey });
      if (isLifted) holds.record({ ...deed, integrationId, laneKey });
      return isLifted;
    },
  } satisfies { [K in keyof Moves]: (move: Parameters<CallStore[K]>[0]) => unknown };
}

/** What the row says of how it waited; what only the disk knows of is not known so well. */
const columnsOf = (waited: WaitedCall | null) => ({
  waitMs: waited?.waitMs ?? null,
  totalMs: waited?.timings.finishedMs ?? null,
  answeredStatus: waited?.told?.status ?? null,
});
