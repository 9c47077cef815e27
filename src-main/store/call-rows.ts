import type { FailureTold } from '#main/ports/idempotency.ts';
import type { StoredAnswer } from '#main/ports/run.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { CallSummary } from '#shared/model/call.ts';

/** The columns that make a KeptRequest. */
export interface RequestRow {
  readonly method: string;
  readonly path: string;
  readonly raw_query: string;
  readonly query: string;
  readonly headers: string;
  readonly http_version: string;
  readonly remote_address: string;
  readonly peer_address: string | null;
  readonly body: Uint8Array | null;
  readonly body_file: string | null;
  readonly sealed: number;
  readonly request_bytes: number;
  readonly body_finding: string | null;
}

export function keptRequest(row: RequestRow): KeptRequest {
  return {
    method: row.method,
    path: row.path,
    rawQuery: row.raw_query,
    queryJson: row.query,
    headersJson: row.headers,
    httpVersion: row.http_version,
    remoteAddress: row.remote_address,
    peerAddress: row.peer_address,
    body:
      row.body_file !== null
        ? { kind: 'file', file: row.body_file, bytes: row.request_bytes }
        : row.body !== null
          ? { kind: 'bytes', bytes: row.body }
          : null,
    bodyFinding: row.body_finding,
    isSealed: row.sealed === 1,
  };
}

/** The columns that make a CallSummary, in the order of its fields. */
export const summaryColumns = `c.sequence, c.id, c.integration, c.integration_id, c.method, c.path, c.received_at,
  c.key_label, c.state, c.problem_code, c.problem_text, c.answered_status, c.lane, c.lane_sequence, c.attempt,
  c.next_attempt_at, c.wait_ms, c.run_ms, c.total_ms, c.request_bytes, c.origin`;

export interface SummaryRow {
  readonly sequence: number;
  readonly id: string;
  readonly integration: string | null;
  readonly integration_id: string | null;
  readonly method: string;
  readonly path: string;
  readonly received_at: number;
  readonly key_label: string | null;
  readonly state: CallSummary['state'];
  readonly problem_code: string | null;
  readonly problem_text: string | null;
  readonly answered_status: number | null;
  readonly lane: string | null;
  readonly lane_sequence: number | null;
  readonly attempt: number;
  readonly next_attempt_at: number | null;
  readonly wait_ms: number | null;
  readonly run_ms: number | null;
  readonly total_ms: number | null;
  readonly request_bytes: number;
  readonly origin: string | null;
}

export function summaryOf(row: SummaryRow): CallSummary {
  return {
    id: row.id,
    sequence: row.sequence,
    integration: row.integration,
    integrationId: row.integration_id,
    method: row.method,
    path: row.path,
    receivedAt: new Date(row.received_at).toISOString(),
    keyLabel: row.key_label,
    state: row.state,
    problem: problemOf(row),
    answeredStatus: row.answered_status,
    lane: row.lane,
    laneSequence: row.lane_sequence,
    attempt: row.attempt,
    nextAttemptAt: row.next_attempt_at === null ? null : new Date(row.next_attempt_at).toISOString(),
    waitMs: row.wait_ms,
    runMs: row.run_ms,
    totalMs: row.total_ms,
    requestBytes: row.request_bytes,
    origin: row.origin,
  };
}

export interface ProblemRow {
  readonly problem_code: string | null;
  readonly problem_text: string | null;
}

export const problemOf = (row: ProblemRow): CallSummary['problem'] =>
  row.problem_code === null ? null : { code: row.problem_code, text: row.problem_text ?? '' };

/** The columns that make a StoredAnswer. */
export interface AnswerRow {
  readonly answer_status: number | null;
  readonly answer_headers: string | null;
  readonly answer_body: Uint8Array | null;
}

export function answerOf(row: AnswerRow): StoredAnswer | null {
  if (row.answer_status === null) return null;
  const headers = JSON.parse(row.answer_headers ?? '[]') as StoredAnswer['headers'];
  return { status: row.answer_status, headers, body: row.answer_body };
}

/** The columns that make a FailureTold. */
export const failureColumns = 's.failure_code, s.failure_status, s.failure_detail, s.failure_retry_after';

export interface FailureRow extends ProblemRow {
  readonly failure_code: string | null;
  readonly failure_status: number | null;
  readonly failure_detail: string | null;
  readonly failure_retry_after: number | null;
}

export function failureOf(row: FailureRow): FailureTold | null {
  if (row.failure_status === null) return null;
  return {
    code: row.failure_code ?? row.problem_code ?? 'step_failed',
    status: row.failure_status,
    detail: row.failure_detail ?? '',
    retryAfterSeconds: row.failure_retry_after,
  };
}
