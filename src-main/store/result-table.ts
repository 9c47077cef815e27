import type { StoredAnswer } from '#main/ports/run.ts';
import type { FailureTold } from '#main/ports/idempotency.ts';
import type { CallTimings } from '#shared/model/call.ts';
import { noTimings } from '#shared/model/no-timings.ts';
import type { Db } from './open.ts';

export interface ResultTable {
  /** What became of a call. An answer that was kept before stays: the caller has had it. */
  keep(
    sequence: number | bigint,
    result: {
      readonly answer?: StoredAnswer | null;
      readonly failure?: FailureTold | null;
      readonly stepsJson?: string;
      readonly timings: Partial<CallTimings>;
    },
  ): void;
}

export function resultTable(db: Db): ResultTable {
  const insert = db.prepare(`
    INSERT INTO results (sequence, answer_status, answer_headers, answer_body, failure_code, failure_status,
      failure_detail, failure_retry_after, steps, timings)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (sequence) DO UPDATE SET steps = excluded.steps, timings = excluded.timings,
      failure_code = excluded.failure_code, failure_status = excluded.failure_status,
      failure_detail = excluded.failure_detail, failure_retry_after = excluded.failure_retry_after,
      answer_status = coalesce(answer_status, excluded.answer_status),
      answer_headers = coalesce(answer_headers, excluded.answer_headers),
      answer_body = coalesce(answer_body, excluded.answer_body)`);
  return {
    keep(sequence, { answer = null, failure = null, stepsJson = '[]', timings }) {
      insert.run(
        sequence,
        answer?.status ?? null,
        answer === null ? null : JSON.stringify(answer.headers),
        answer?.body ?? null,
        failure?.code ?? null,
        failure?.status ?? null,
        failure?.detail ?? null,
        failure?.retryAfterSeconds ?? null,
        stepsJson,
        JSON.stringify({ ...noTimings, ...timings }),
      );
    },
  };
}
