// Reading calls, on a connection that cannot write. A long read would stop checkpoints, so each look is short.
import type { WaitingRow } from '#main/ports/lane-rows.ts';
import type { CallStore, StoredCall } from '#main/ports/store.ts';
import type { LaneEvent } from '#shared/model/lane.ts';
import { keyOf } from '#shared/model/lane-key.ts';
import type { Attempt, CallTimings, StepTrace } from '#shared/model/call.ts';
import { noTimings } from '#shared/model/no-timings.ts';
import {
  answerOf,
  failureColumns,
  failureOf,
  keptRequest,
  problemOf,
  summaryColumns,
  summaryOf,
  type AnswerRow,
  type FailureRow,
  type RequestRow,
  type SummaryRow,
} from './call-rows.ts';
import { callPages } from './call-pages.ts';
import { searchFiles, textCondition, textValues } from './call-conditions.ts';
import type { Db } from './open.ts';

type Look<K extends keyof CallStore> = (of: Parameters<CallStore[K]>[0]) => Awaited<ReturnType<CallStore[K]>>;
type Lookups = {
  [
    K in 'waiting' | 'heads' | 'unplaced' | 'laneEvents' | 'list' | 'withText' | 'get' | 'filesInUse'
  ]: Look<K>;
};

/** The newest replays of one call. */
const shownReplays = 20;

interface CallRow extends SummaryRow, RequestRow, AnswerRow, FailureRow {
  readonly integration_version: number | null;
  readonly lane_key: string | null;
  readonly caller: StoredCall['caller'];
  readonly started_at: number | null;
  readonly authorised_ms: number | null;
  readonly repeats: number;
  readonly steps: string | null;
  readonly timings: string | null;
}

/** `blobs`: the folder of the bodies that are too large for a row. */
export function callLookups(db: Db, blobs: string): Lookups {
  searchFiles(db, blobs);
  const waitingColumns = `sequence, id, lane_key, lane_sequence, integration_version, method, key_label, received_at, attempt,
    problem_code, problem_text, next_attempt_at`;
  const waitingIn = (lane: string, index = 'calls_open') =>
    db.prepare(`
      SELECT ${waitingColumns} FROM calls INDEXED BY ${index}
      WHERE integration_id = @integrationId AND state = 'waiting' ${lane} AND sequence > @after
      ORDER BY sequence LIMIT @limit OFFSET @offset`);
  const waitingAll = waitingIn('');
  const waitingUnplaced = waitingIn('AND lane_key IS NULL');
  const waitingInOne = waitingIn("AND lane_key = ''");
  // SQLite knows by the first condition that it may use the index.
  const waitingInKey = waitingIn("AND lane_key > '' AND lane_key = @laneKey", 'calls_keyed');
  const waitingOfThese = db
    .prepare(`
      SELECT integration_id, sequence FROM calls INDEXED BY calls_open
      WHERE state = 'waiting' AND integration_id IN (SELECT value FROM json_each(?)) ORDER BY sequence`)
    .raw();
  const headRows = db.prepare(`
    SELECT integration_id, ${waitingColumns} FROM calls WHERE sequence IN (SELECT value FROM json_each(?))`);
  const unplacedCalls = db.prepare(`
    SELECT c.sequence, c.id, c.lane, c.key_label, c.received_at, c.next_attempt_at, c.method, c.path, c.request_bytes,
      r.raw_query, r.query, r.headers, r.http_version, r.remote_address, r.peer_address, r.body, r.body_file, r.body_finding, r.sealed
    FROM calls c JOIN requests r USING (sequence)
    WHERE c.sequence IN (SELECT value FROM json_each(?)) AND c.state = 'waiting' AND c.lane_key IS NULL
    ORDER BY c.sequence`);
  const eventColumns = 'at, action, lane_key, call_id, note, made_by';
  const eventsOf = db.prepare(`
    SELECT ${eventColumns} FROM lane_events WHERE integration_id = @integrationId ORDER BY id DESC LIMIT @limit`);
  const eventsOfCall = db.prepare(`SELECT ${eventColumns} FROM lane_events WHERE call_id = ? ORDER BY id`);
  const oneCall = db.prepare(`
    SELECT ${summaryColumns}, c.repeats, c.integration_version, c.lane_key, c.caller, c.started_at,
      r.raw_query, r.query, r.headers, r.http_version, r.remote_address, r.peer_address, r.authorised_ms, r.body, r.body_file, r.body_finding,
      r.sealed, s.answer_status, s.answer_headers, s.answer_body, ${failureColumns},
      s.steps, s.timings
    FROM calls c JOIN requests r USING (sequence) LEFT JOIN results s USING (sequence) WHERE c.id = ?`);
  const replaysOf = db.prepare(`
    SELECT id, state, received_at FROM calls WHERE origin = ? ORDER BY sequence DESC LIMIT ${shownReplays}`);
  const attemptsOf = db.prepare('SELECT * FROM attempts WHERE sequence = ? ORDER BY attempt');
  const aheadIn = (lane: string, index = 'calls_open') =>
    db
      .prepare(`
        SELECT count(*) FROM calls INDEXED BY ${index}
        WHERE integration_id = @integration_id AND state = 'waiting' ${lane} AND sequence < @sequence`)
      .pluck();
  const aheadInOne = aheadIn('AND lane_key IS @lane_key');
  const aheadInKey = aheadIn("AND lane_key > '' AND lane_key = @lane_key", 'calls_keyed');
  const sequencesWithText = db
    .prepare(`
      SELECT c.sequence FROM calls c JOIN requests r USING (sequence)
      WHERE c.sequence IN (SELECT value FROM json_each(@sequences)) AND ${textCondition}`)
    .pluck();
  const filesOf = db.prepare(
    'SELECT body_file FROM requests WHERE body_file IS NOT NULL AND body_file IN (SELECT value FROM json_each(?))',
  );

  /** In one walk, which ends with the last that is found: those of one integration may stand before all others. */
  function firstOfEach(integrationIds: readonly string[]): number[] {
    const sought = new Set(integrationIds);
    const found: number[] = [];
    const walk = waitingOfThese.iterate(JSON.stringify(integrationIds)) as Iterable<[string, number]>;
    for (const [integrationId, sequence] of walk) {
      if (sought.delete(integrationId)) found.push(sequence);
      if (sought.size === 0) break;
    }
    return found;
  }

  return {
    filesInUse: (files) => filesOf.pluck().all(JSON.stringify(files)) as string[],

    waiting(of) {
      const { laneKey } = of;
      const lane =
        laneKey === undefined
          ? waitingAll
          : laneKey === null
            ? waitingUnplaced
            : laneKey === ''
              ? waitingInOne
              : waitingInKey;
      return (lane.all({ offset: 0, ...of }) as WaitingColumns[]).map(waitingRow);
    },

    heads(integrationIds) {
      const first = firstOfEach(integrationIds);
      const rows = headRows.all(JSON.stringify(first)) as HeadColumns[];
      const heads = new Map(rows.map((row) => [row.integration_id, waitingRow(row)]));
      return integrationIds.map((id) => heads.get(id) ?? null);
    },

    unplaced: (sequences) =>
      (unplacedCalls.all(JSON.stringify(sequences)) as UnplacedColumns[]).map((row) => ({
        sequence: row.sequence,
        id: row.id,
        lane: row.lane,
        keyLabel: row.key_label,
        receivedAtMs: row.received_at,
        nextAttemptAtMs: row.next_attempt_at,
        request: keptRequest(row),
      })),

    laneEvents: (of) => (eventsOf.all(of) as EventRow[]).map(eventOf),

    list: callPages(db),

    withText: ({ sequences, text, hidden = [] }) =>
      sequencesWithText.all({
        sequences: JSON.stringify(sequences),
        ...textValues(text, hidden),
      }) as number[],

    get(id) {
      const row = oneCall.get(id) as CallRow | undefined;
      if (row === undefined) return null;
      return {
        summary: summaryOf(row),
        isUnreadable: false,
        ahead: row.state === 'waiting' ? ((row.lane_key ? aheadInKey : aheadInOne).get(row) as number) : null,
        integrationVersion: row.integration_version,
        caller: row.caller,
        request: keptRequest(row),
        repeats: row.repeats,
        replays: (replaysOf.all(id) as ReplayOfRow[]).map((replay) => ({
          id: replay.id,
          state: replay.state,
          receivedAt: new Date(replay.received_at).toISOString(),
        })),
        result: resultOf(row),
        attempts: attempts(row, attemptsOf.all(row.sequence) as AttemptRow[]),
        timings:
          row.timings === null
            ? { ...noTimings, authorisedMs: row.authorised_ms }
            : {
                ...noTimings,
                authorisedMs: row.authorised_ms,
                ...withoutNulls(JSON.parse(row.timings) as CallTimings),
              },
        events: (eventsOfCall.all(id) as EventRow[]).map(eventOf),
      };
    },
  };
}

function resultOf(row: CallRow): StoredCall['result'] {
  const answer = answerOf(row);
  const isRefused = row.state === 'refused';
  return {
    answer: isRefused ? null : answer,
    refusal: isRefused ? answer : null,
    failure: failureOf(row),
    steps: JSON.parse(row.steps ?? '[]') as StepTrace[],
  };
}

interface WaitingColumns {
  readonly sequence: number;
  readonly id: string;
  readonly lane_key: string | null;
  readonly lane_sequence: number;
  readonly integration_version: number;
  readonly method: string;
  readonly key_label: string | null;
  readonly received_at: number;
  readonly attempt: number;
  readonly problem_code: string | null;
  readonly problem_text: string | null;
  readonly next_attempt_at: number | null;
}

interface HeadColumns extends WaitingColumns {
  readonly integration_id: string;
}

const waitingRow = (row: WaitingColumns): WaitingRow => ({
  sequence: row.sequence,
  id: row.id,
  laneKey: row.lane_key,
  laneSequence: row.lane_sequence,
  integrationVersion: row.integration_version,
  method: row.method,
  keyLabel: row.key_label,
  receivedAtMs: row.received_at,
  attempt: row.attempt,
  problem: problemOf(row),
  nextAttemptAtMs: row.next_attempt_at,
});

interface UnplacedColumns extends RequestRow {
  readonly sequence: number;
  readonly id: string;
  readonly lane: string;
  readonly key_label: string | null;
  readonly received_at: number;
  readonly next_attempt_at: number | null;
}

type ReplayOfRow = Pick<SummaryRow, 'id' | 'state' | 'received_at'>;

interface EventRow {
  readonly at: number;
  readonly action: LaneEvent['action'];
  readonly lane_key: string | null;
  readonly call_id: string | null;
  readonly note: string;
  readonly made_by: string | null;
}

const eventOf = (row: EventRow): LaneEvent => ({
  at: new Date(row.at).toISOString(),
  action: row.action,
  key: keyOf(row.lane_key),
  callId: row.call_id,
  note: row.note,
  by: row.made_by,
});

interface AttemptRow {
  readonly attempt: number;
  readonly started_at: number;
  /** 0 where nobody knows: the process died. */
  readonly finished_at: number;
  readonly outcome: Attempt['outcome'];
  readonly problem_code: string | null;
  readonly problem_text: string | null;
  readonly steps: string | null;
}

function attempts(call: CallRow, ended: readonly AttemptRow[]): Attempt[] {
  const done = ended.map((row) => ({
    attempt: row.attempt,
    startedAt: new Date(row.started_at).toISOString(),
    finishedAt: row.finished_at === 0 ? null : new Date(row.finished_at).toISOString(),
    outcome: row.outcome,
    problem: problemOf(row),
    steps: JSON.parse(row.steps ?? '[]') as StepTrace[],
  }));
  if (call.state !== 'running' || call.started_at === null) return done;
  const startedAt = new Date(call.started_at).toISOString();
  const { attempt } = call;
  return [...done, { attempt, startedAt, finishedAt: null, outcome: null, problem: null, steps: [] }];
}

const withoutNulls = (timings: CallTimings): Partial<CallTimings> =>
  Object.fromEntries(Object.entries(timings).filter(([, value]) => value !== null));
