// What may happen to a call on disk. Each move is a compare-and-set on its state, so that a late or doubled
// one changes nothing; all of them run inside the writer's transaction.
import type { CallStore, StartedCall } from '#main/ports/store.ts';
import type { StoredBody } from '#main/ports/run.ts';
import { noTimings } from '#shared/model/call.ts';
import { keptRequest, type PackedNewCall, type PackedRefusedCall, type RequestRow } from './call-rows.ts';
import type { LaneCounters } from './lane-counters.ts';
import type { Db } from './open.ts';

type Move<K extends keyof CallStore> = (
  move: Parameters<CallStore[K]>[0],
) => Awaited<ReturnType<CallStore[K]>>;
type Moves = {
  accept(call: PackedNewCall): Awaited<ReturnType<CallStore['accept']>>;
  refuse(call: PackedRefusedCall): Awaited<ReturnType<CallStore['refuse']>>;
} & {
  [K in 'start' | 'putBack' | 'finish' | 'answer' | 'detach' | 'note' | 'cancel' | 'cancelAll']: Move<K>;
};

const refusedKept = 100_000;
const refusedTrimmedEvery = 1_000;

const inline = (body: StoredBody | null): Uint8Array | null => (body?.kind === 'bytes' ? body.bytes : null);
const inFile = (body: StoredBody | null): string | null => (body?.kind === 'file' ? body.file : null);

/** Prepares the statements once, for the life of the connection. */
export function callMoves(db: Db, counters: LaneCounters): Moves {
  const insertCall = db.prepare(`
    INSERT INTO calls (id, integration_id, integration_version, integration, lane, lane_sequence, method, path,
      key_label, received_at, state, caller, attempt, started_at, answered_status, wait_ms, request_bytes, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertRefused = db.prepare(`
    INSERT INTO calls (id, integration_id, integration, method, path, key_label, received_at, state,
      problem_code, problem_text, answered_status, total_ms, request_bytes, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'refused', ?, ?, ?, ?, ?, ?)`);
  const insertRequest = db.prepare(`
    INSERT INTO requests (sequence, raw_query, query, headers, http_version, remote_address, authorised_ms,
      body, body_file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertResult = db.prepare(`
    INSERT INTO results (sequence, answer_status, answer_headers, answer_body, steps, timings)
    VALUES (@sequence, @status, @headers, @body, @steps, @timings)
    ON CONFLICT (sequence) DO UPDATE SET steps = excluded.steps, timings = excluded.timings,
      answer_status = coalesce(answer_status, excluded.answer_status),
      answer_headers = coalesce(answer_headers, excluded.answer_headers),
      answer_body = coalesce(answer_body, excluded.answer_body)`);
  const noteTimings = db.prepare(`
    UPDATE results SET timings = json_patch(timings, @timings) WHERE sequence = @sequence`);
  const insertAttempt = db.prepare(`
    INSERT INTO attempts (sequence, attempt, started_at, finished_at, outcome, problem_code, problem_text)
    SELECT sequence, attempt, started_at, @finishedAt, @outcome, @code, @text FROM calls WHERE sequence = @sequence`);
  const startCall = db.prepare(`
    UPDATE calls SET state = 'running', attempt = attempt + 1, started_at = @startedAtMs
    WHERE sequence = @sequence AND state = 'waiting'`);
  const startedCall = db.prepare(`
    SELECT c.id, c.attempt, c.integration_id, c.integration_version, c.lane, c.lane_sequence, c.key_label, c.received_at,
      c.caller, c.answered_status, c.origin,
      c.method, c.path, r.raw_query, r.query, r.headers, r.http_version, r.remote_address, r.body, r.body_file,
      c.request_bytes
    FROM calls c JOIN requests r USING (sequence) WHERE sequence = ?`);
  const finishCall = db.prepare(`
    UPDATE calls SET state = @state, problem_code = @code, problem_text = @text, wait_ms = @waitMs, run_ms = @runMs,
      total_ms = @totalMs, answered_status = coalesce(answered_status, @answeredStatus)
    WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt`);
  const putBackCall = db.prepare(`
    UPDATE calls SET state = 'waiting' WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt`);
  const answerCall = db.prepare(`
    UPDATE calls SET answered_status = @status
    WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt AND answered_status IS NULL`);
  const detachCall = db.prepare(`
    UPDATE calls SET caller = @caller, answered_status = @answeredStatus
    WHERE sequence = @sequence AND caller = 'waiting'`);
  const cancelCall = db.prepare(`
    UPDATE calls SET state = 'cancelled', problem_code = @code, problem_text = @text,
      total_ms = max(0, @finishedAt - received_at)
    WHERE sequence = @sequence AND state = 'waiting'`);
  const cancelCalls = db.prepare(`
    UPDATE calls SET state = 'cancelled', problem_code = @code, problem_text = @text,
      total_ms = max(0, @finishedAt - received_at)
    WHERE integration_id = @integrationId AND state = 'waiting'`);
  const trimRefused = db.prepare(`
    DELETE FROM calls WHERE state = 'refused' AND sequence <= (
      SELECT sequence FROM calls WHERE state = 'refused' ORDER BY sequence DESC LIMIT 1 OFFSET ${refusedKept})`);
  let refusedSinceTrim = 0;

  function keepRequest(sequence: number | bigint, call: PackedNewCall | PackedRefusedCall): void {
    const { request } = call;
    insertRequest.run(
      sequence,
      request.rawQuery,
      request.query,
      request.headers,
      request.httpVersion,
      request.remoteAddress,
      call.authorisedMs,
      inline(request.body),
      inFile(request.body),
    );
  }

  return {
    accept(call) {
      const laneSequence = counters.next(call.integrationId);
      const { lastInsertRowid } = insertCall.run(
        call.id,
        call.integrationId,
        call.integrationVersion,
        call.integration,
        call.lane,
        laneSequence,
        call.request.method,
        call.request.path,
        call.keyLabel,
        call.receivedAtMs,
        call.start ? 'running' : 'waiting',
        call.caller,
        call.start ? 1 : 0,
        call.start ? call.receivedAtMs : null,
        call.answeredStatus,
        call.start ? 0 : null,
        call.requestBytes,
        call.origin,
      );
      keepRequest(lastInsertRowid, call);
      return { sequence: Number(lastInsertRowid), laneSequence };
    },

    refuse(call) {
      const { lastInsertRowid } = insertRefused.run(
        call.id,
        call.integrationId,
        call.integration,
        call.request.method,
        call.request.path,
        call.keyLabel,
        call.receivedAtMs,
        call.problem.code,
        call.problem.text,
        call.answeredStatus,
        call.answeredMs,
        call.requestBytes,
        call.origin,
      );
      keepRequest(lastInsertRowid, call);
      insertResult.run({
        sequence: lastInsertRowid,
        status: null,
        headers: null,
        body: null,
        steps: '[]',
        timings: JSON.stringify({
          ...noTimings,
          authorisedMs: call.authorisedMs,
          answeredMs: call.answeredMs,
        }),
      });
      if (++refusedSinceTrim >= refusedTrimmedEvery) {
        refusedSinceTrim = 0;
        trimRefused.run();
      }
      return { sequence: Number(lastInsertRowid) };
    },

    start(move): StartedCall | null {
      if (startCall.run(move).changes === 0) return null;
      const row = startedCall.get(move.sequence) as RequestRow & {
        id: string;
        attempt: number;
        integration_id: string;
        integration_version: number;
        lane: string;
        lane_sequence: number;
        answered_status: number | null;
        origin: string | null;
        key_label: string | null;
        received_at: number;
        caller: StartedCall['caller'];
      };
      return {
        id: row.id,
        attempt: row.attempt,
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

    putBack({ sequence, attempt, problem, finishedAtMs }) {
      if (putBackCall.run({ sequence, attempt }).changes === 0) return false;
      insertAttempt.run({
        sequence,
        finishedAt: finishedAtMs,
        outcome: 'interrupted',
        code: problem.code,
        text: problem.text,
      });
      return true;
    },

    finish(move) {
      const { sequence, attempt } = move;
      const changed = finishCall.run({
        sequence,
        attempt,
        state: move.state,
        code: move.problem?.code ?? null,
        text: move.problem?.text ?? null,
        waitMs: move.waitMs,
        runMs: move.runMs,
        totalMs: move.timings.finishedMs,
        answeredStatus: move.answeredStatus,
      }).changes;
      if (changed === 0) return false;
      insertAttempt.run({
        sequence,
        finishedAt: move.finishedAtMs,
        outcome: move.state,
        code: move.problem?.code ?? null,
        text: move.problem?.text ?? null,
      });
      insertResult.run({
        sequence,
        status: move.answer?.status ?? null,
        headers: move.answer === null ? null : JSON.stringify(move.answer.headers),
        body: move.answer?.body ?? null,
        steps: JSON.stringify(move.steps),
        timings: JSON.stringify(move.timings),
      });
      return true;
    },

    answer({ sequence, attempt, answer, answeredMs }) {
      if (answerCall.run({ sequence, attempt, status: answer.status }).changes === 0) return false;
      insertResult.run({
        sequence,
        status: answer.status,
        headers: JSON.stringify(answer.headers),
        body: answer.body,
        steps: '[]',
        timings: JSON.stringify({ ...noTimings, answeredMs }),
      });
      return true;
    },

    detach({ sequence, caller, answeredStatus }) {
      detachCall.run({ sequence, caller, answeredStatus });
    },

    note({ sequence, timings }) {
      noteTimings.run({ sequence, timings: JSON.stringify(timings) });
    },

    cancel({ sequence, problem, finishedAtMs, callerGoneMs }) {
      const { changes } = cancelCall.run({
        sequence,
        code: problem.code,
        text: problem.text,
        finishedAt: finishedAtMs,
      });
      if (changes === 0) return false;
      insertResult.run({
        sequence,
        status: null,
        headers: null,
        body: null,
        steps: '[]',
        timings: JSON.stringify({ ...noTimings, callerGoneMs }),
      });
      return true;
    },

    cancelAll({ integrationId, problem, finishedAtMs }) {
      return cancelCalls.run({
        integrationId,
        code: problem.code,
        text: problem.text,
        finishedAt: finishedAtMs,
      }).changes;
    },
  };
}
