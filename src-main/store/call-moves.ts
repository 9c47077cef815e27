// How a call comes to disk, and what is added to it there. What happens to it in its lane is in
// `attempt-moves.ts` and `lane-moves.ts`; all of it runs inside the writer's transaction.
import type { ReplayStep } from '#main/ports/replays.ts';
import type { CallStore } from '#main/ports/store.ts';
import type { CallSeries } from './call-series.ts';
import type { IdempotencyTable } from './idempotency-table.ts';
import type { LaneCounters } from './lane-counters.ts';
import { callColumns, type NewRows, requestColumns, requestOf } from './new-rows.ts';
import type { Db } from './open.ts';
import type { ReceivedMinutes } from './received-minutes.ts';
import type { RefusedCount } from './refused-count.ts';
import type { ResultTable } from './result-table.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

/** A writing function of the store as it runs inside the transaction. */
export type Move<K extends keyof CallStore> = (
  move: Parameters<CallStore[K]>[0],
) => Awaited<ReturnType<CallStore[K]>>;
type Moves = { [K in 'refuse' | 'answer' | 'repeat' | 'detach' | 'note']: Move<K> } & {
  accept(rows: NewRows): ReturnType<Move<'accept'>>;
};

/** Prepares the statements once, for the life of the connection. */
export function callMoves(
  db: Db,
  {
    counters,
    refused,
    waiting,
    received,
    series,
    results,
    keys,
    stepped,
  }: {
    readonly counters: LaneCounters;
    readonly refused: RefusedCount;
    readonly waiting: WaitingBytes;
    readonly received: ReceivedMinutes;
    readonly series: CallSeries;
    readonly results: ResultTable;
    readonly keys: IdempotencyTable;
    readonly stepped: (step: ReplayStep) => void;
  },
): Moves {
  const insertAs = (state: string) =>
    db.prepare(`
      INSERT INTO calls (state, attempt, wait_ms, lane_sequence, ${callColumns})
      VALUES (${state}, ?, ${placesFor(callColumns)})`);
  const insertWaiting = insertAs("'waiting', 0, NULL");
  const insertRunning = insertAs("'running', 1, 0");
  const insertRefused = db.prepare(`
    INSERT INTO calls (id, integration_id, integration, method, path, key_label, received_at, state,
      problem_code, problem_text, answered_status, total_ms, request_bytes, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'refused', ?, ?, ?, ?, ?, ?)`);
  const insertRequest = db.prepare(
    `INSERT INTO requests (sequence, ${requestColumns}) VALUES (?, ${placesFor(requestColumns)})`,
  );
  const noteTime = (name: string) =>
    db.prepare(`UPDATE results SET timings = json_set(timings, '$.${name}', ?) WHERE sequence = ?`);
  const noteAnswered = noteTime('answeredMs');
  const noteGone = noteTime('callerGoneMs');
  const unanswer = db.prepare(`
    UPDATE calls SET answered_status = NULL WHERE sequence = ? AND caller = 'waiting'`);
  const answerCall = db.prepare(`
    UPDATE calls SET answered_status = @status
    WHERE sequence = @sequence AND state = 'running' AND attempt = @attempt AND answered_status IS NULL`);
  const detachCall = db.prepare(`
    UPDATE calls SET caller = @caller, answered_status = @answeredStatus
    WHERE sequence = @sequence AND caller = 'waiting' AND state <> 'cancelled'`);

  return {
    accept({
      id,
      integrationId,
      keyLabel,
      receivedAtMs,
      start,
      requestBytes,
      idempotency,
      replay,
      call,
      request,
    }) {
      const first = idempotency === null ? null : keys.claim(integrationId, idempotency);
      if (first !== null) return { first };
      const laneSequence = counters.next(integrationId);
      const { lastInsertRowid } = (start ? insertRunning : insertWaiting).run(laneSequence, ...call);
      insertRequest.run(lastInsertRowid, ...request);
      const sequence = Number(lastInsertRowid);
      received.add(sequence, receivedAtMs);
      if (start) series.begin(sequence, { integrationId, keyLabel, receivedAtMs });
      else waiting.come(requestBytes);
      if (idempotency !== null) keys.keep(integrationId, idempotency, { id, sequence });
      if (replay !== null) stepped(replay);
      return { sequence, laneSequence };
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
        call.answer.status,
        call.answeredMs,
        call.requestBytes,
        call.origin,
      );
      const sequence = Number(lastInsertRowid);
      refused.add();
      received.add(sequence, call.receivedAtMs);
      series.count(call, { state: 'refused' });
      insertRequest.run(lastInsertRowid, ...requestOf(call));
      results.keep(lastInsertRowid, {
        answer: call.answer,
        timings: { authorisedMs: call.authorisedMs, answeredMs: call.answeredMs },
      });
      return { sequence };
    },

    answer({ sequence, attempt, answer }) {
      if (answerCall.run({ sequence, attempt, status: answer.status }).changes === 0) return false;
      results.keep(sequence, { answer, timings: {} });
      return true;
    },

    repeat: ({ integrationId, key }) => keys.claim(integrationId, key),

    detach: ({ sequence, caller, answeredStatus }) =>
      detachCall.run({ sequence, caller, answeredStatus }).changes > 0,

    note(moves) {
      for (const { sequence, answeredMs, callerGoneMs } of moves) {
        if (answeredMs !== null) noteAnswered.run(answeredMs, sequence);
        if (callerGoneMs === null) continue;
        noteGone.run(callerGoneMs, sequence);
        unanswer.run(sequence);
      }
    },
  };
}

const placesFor = (columns: string): string => columns.split(',').fill('?').join(', ');
