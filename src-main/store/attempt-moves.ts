// What happens to a call from its start to its end. Each move is a compare-and-set on its state and attempt, so
// that a late or doubled one changes nothing; all of them run inside the writer's transaction.
import type { EndedAttempt } from '#main/ports/ended-attempts.ts';
import type { CausedHold } from '#main/ports/lane-rows.ts';
import type { StartedCall } from '#main/ports/store.ts';
import type { Move } from './call-moves.ts';
import type { CallSeries } from './call-series.ts';
import { keptRequest, type RequestRow } from './call-rows.ts';
import type { HoldTable } from './hold-table.ts';
import type { Lives } from './lives.ts';
import type { Db } from './open.ts';
import type { ResultTable } from './result-table.ts';

type Moves = { [K in 'start' | 'putBack' | 'putOff' | 'stopAt' | 'finish']: Move<K> };

interface StartedRow extends RequestRow {
  readonly id: string;
  readonly attempt: number;
  readonly crashes: number;
  readonly failures: number;
  readonly once: number;
  readonly integration_id: string;
  readonly integration_version: number;
  readonly lane: string;
  readonly lane_sequence: number;
  readonly answered_status: number | null;
  readonly origin: string | null;
  readonly key_label: string | null;
  readonly received_at: number;
  readonly caller: StartedCall['caller'];
}

export function attemptMoves(
  db: Db,
  {
    results,
    holds,
    lives,
    series,
  }: {
    readonly results: ResultTable;
    readonly holds: HoldTable;
    readonly lives: Lives;
    readonly series: CallSeries;
  },
): Moves {
  const insertAttempt = db.prepare(`
    INSERT INTO attempts (sequence, attempt, started_at, finished_at, outcome, problem_code, problem_text, steps)
    SELECT sequence, attempt, started_at, ?, ?, ?, ?, ? FROM calls WHERE sequence = ?`);
  const startCall = db.prepare(`
    UPDATE calls SET state = 'running', attempt = attempt + 1, started_at = @startedAtMs, next_attempt_at = NULL
    WHERE sequence = @sequence AND state = 'waiting'`);
  // With a bare parameter SQLite plans a join anew for each value, at seven times the cost of the look itself.
  const startedCall = db.prepare(`
    SELECT c.id, c.attempt, c.crashes, c.failures, c.once, c.integration_id, c.integration_version, c.lane,
      c.lane_sequence, c.key_label, c.received_at, c.caller, c.answered_status, c.origin,
      c.method, c.path, r.raw_query, r.query, r.headers, r.http_version, r.remote_address, r.peer_address, r.body, r.body_file, r.body_finding,
      r.sealed, c.request_bytes
    FROM calls c JOIN requests r USING (sequence) WHERE sequence = +?`);
  const finishCall = db.prepare(`
    UPDATE calls SET state = ?, problem_code = ?, problem_text = ?, wait_ms = ?, run_ms = ?, total_ms = ?,
      answered_status = coalesce(answered_status, ?), result_bytes = ?
    WHERE sequence = ? AND state = 'running' AND attempt = ?`);
  const backCall = db.prepare(`
    UPDATE calls SET state = 'waiting', crashes = crashes + @crashed
    WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt`);
  const putOffCall = db.prepare(`
    UPDATE calls SET state = 'waiting', failures = failures + 1, next_attempt_at = @nextAttemptAtMs,
      problem_code = @code, problem_text = @text
    WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt`);
  // Its caller has had the answer, so that from here on it is as one whose time ran out.
  const stopCall = db.prepare(`
    UPDATE calls SET state = 'waiting', failures = 0, problem_code = @code, problem_text = @text,
      caller = iif(caller = 'waiting', 'timedOut', caller),
      answered_status = coalesce(answered_status, @answeredStatus)
    WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt`);

  /** Keeps an attempt that is not the last; the steps of the last one stand with the result. */
  function keepAttempt(ended: EndedAttempt, outcome: 'failed' | 'interrupted'): void {
    const { sequence, problem, finishedAtMs, stepsJson } = ended;
    insertAttempt.run(finishedAtMs, outcome, problem.code, problem.text, stepsJson, sequence);
  }

  return {
    start(move): StartedCall | null {
      if (startCall.run(move).changes === 0) return null;
      const row = startedCall.get(move.sequence) as StartedRow;
      series.begin(move.sequence, {
        integrationId: row.integration_id,
        keyLabel: row.key_label,
        receivedAtMs: row.received_at,
      });
      return {
        id: row.id,
        attempt: row.attempt,
        crashes: row.crashes,
        failures: row.failures,
        once: row.once === 1,
        integrationId: row.integration_id,
        integrationVersion: row.integration_version,
        lane: row.lane,
        laneSequence: row.lane_sequence,
        requestBytes: row.request_bytes,
        answeredStatus: row.answered_status,
        origin: row.origin,
        keyLabel: row.key_label,
        receivedAtMs: row.received_at,
        caller: row.caller,
        request: keptRequest(row),
      };
    },

    putBack(ended) {
      const { sequence, attempt, crashed } = ended;
      if (backCall.run({ sequence, attempt, crashed: crashed ? 1 : 0 }).changes === 0) return false;
      series.leave(sequence);
      keepAttempt(ended, 'interrupted');
      return true;
    },

    putOff(ended) {
      const { sequence, attempt, problem, nextAttemptAtMs } = ended;
      if (putOffCall.run({ sequence, attempt, nextAttemptAtMs, ...problem }).changes === 0) return false;
      series.leave(sequence);
      keepAttempt(ended, 'failed');
      return true;
    },

    stopAt(ended) {
      const { sequence, attempt, problem, answeredStatus, hold } = ended;
      if (stopCall.run({ sequence, attempt, answeredStatus, ...problem }).changes === 0) return false;
      series.leave(sequence);
      keepAttempt(ended, 'failed');
      stop(hold);
      return true;
    },

    finish(move) {
      const { sequence, attempt, problem } = move;
      const changed = finishCall.run(
        move.state,
        problem?.code ?? null,
        problem?.text ?? null,
        move.waitMs,
        move.runMs,
        move.timings.finishedMs,
        move.answeredStatus,
        move.stepsJson.length + (move.answer?.body?.byteLength ?? 0),
        sequence,
        attempt,
      ).changes;
      if (changed === 0) return false;
      series.end(sequence, move);
      insertAttempt.run(
        move.finishedAtMs,
        move.state,
        problem?.code ?? null,
        problem?.text ?? null,
        null,
        sequence,
      );
      results.keep(sequence, move);
      if (move.hold !== null) stop(move.hold);
      if (move.state !== 'interrupted') lives.finishedOne();
      return true;
    },
  };

  function stop(hold: CausedHold): void {
    holds.put(hold, hold.atMs);
    holds.record({ ...hold, action: 'hold', by: null });
  }
}
