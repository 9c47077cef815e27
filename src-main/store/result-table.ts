import type { StoredAnswer } from '#main/ports/run.ts';
import { noTimings, type CallTimings } from '#shared/model/call.ts';
import type { Db } from './open.ts';

export interface ResultTable {
  /** What became of a call. An answer that was kept before stays: the caller has had it. */
  keep(
    sequence: number | bigint,
    result: {
      readonly answer?: StoredAnswer | null;
      readonly stepsJson?: string;
      readonly timings: Partial<CallTimings>;
    },
  ): void;
}

export function resultTable(db: Db): ResultTable {
  const insert = db.prepare(`
    INSERT INTO results (sequence, answer_status, answer_headers, answer_body, steps, timings)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (sequence) DO UPDATE SET steps = excluded.steps, timings = excluded.timings,
      answer_status = coalesce(answer_status, excluded.answer_status),
      answer_headers = coalesce(answer_headers, excluded.answer_headers),
      answer_body = coalesce(answer_body, excluded.answer_body)`);
  return {
    keep(sequence, { answer = null, stepsJson = '[]', timings }) {
      insert.run(
        sequence,
        answer?.status ?? null,
        answer === null ? null : JSON.stringify(answer.headers),
        answer?.body ?? null,
        stepsJson,
        JSON.stringify({ ...noTimings, ...timings }),
      );
    },
  };
}
