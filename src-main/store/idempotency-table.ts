// Which call stands for an idempotency key. Its row is written in the transaction of the call itself, so that of
// several calls with one key exactly one is the first, whatever happens in between.
import type { AskedKey, FirstCall, IdempotencyKey } from '#main/ports/idempotency.ts';
import {
  answerOf,
  failureColumns,
  failureOf,
  problemOf,
  type AnswerRow,
  type FailureRow,
} from './call-rows.ts';
import type { Db } from './open.ts';

/** Expired rows go a few at a time, faster than new ones come. */
const trimmedEvery = 50;
const trimmedAtOnce = 200;

export interface IdempotencyTable {
  /** The call that this one repeats, which is counted; null where the key is free, which it is then. */
  claim(integrationId: string, key: AskedKey): FirstCall | null;
  /** The key stands for this call from now on. */
  keep(
    integrationId: string,
    key: IdempotencyKey,
    call: { readonly id: string; readonly sequence: number },
  ): void;
}

interface FirstRow extends AnswerRow, FailureRow {
  readonly fingerprint: string;
  readonly sealed: number | null;
  readonly expires_at: number;
  readonly call_id: string;
  readonly sequence: number;
  /** Null where the log no longer has the call. */
  readonly state: NonNullable<FirstCall['kept']>['state'] | null;
  readonly caller: NonNullable<FirstCall['kept']>['caller'];
  readonly attempt: number;
}

/** `time`: the steady clock. */
export function idempotencyTable(db: Db, time: () => number): IdempotencyTable {
  const findFirst = db.prepare(`
    SELECT k.fingerprint, k.expires_at, k.call_id, k.sequence, c.state, c.caller, c.attempt, c.problem_code,
      c.problem_text, r.sealed, s.answer_status, s.answer_headers, s.answer_body, ${failureColumns}
    FROM idempotency k LEFT JOIN calls c USING (sequence) LEFT JOIN requests r USING (sequence)
      LEFT JOIN results s USING (sequence)
    WHERE k.integration_id = ? AND k.key_id = ? AND k.value = ?`);
  const insert = db.prepare(`
    INSERT INTO idempotency (integration_id, key_id, value, fingerprint, sequence, call_id, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const remove = db.prepare('DELETE FROM idempotency WHERE integration_id = ? AND key_id = ? AND value = ?');
  const trim = db.prepare(`
    DELETE FROM idempotency WHERE (integration_id, key_id, value) IN (
      SELECT integration_id, key_id, value FROM idempotency WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`);
  const countRepeat = db.prepare('UPDATE calls SET repeats = repeats + 1 WHERE sequence = ?');
  let keptSinceTrim = 0;

  return {
    claim(integrationId, { keyId, value, fingerprint }) {
      const row = findFirst.get(integrationId, keyId, value) as FirstRow | undefined;
      if (row === undefined) return null;
      if (row.expires_at <= time() || hasNeverBegun(row)) {
        remove.run(integrationId, keyId, value);
        return null;
      }
      const isSame = row.fingerprint === fingerprint;
      if (isSame) countRepeat.run(row.sequence);
      return { id: row.call_id, isSame, kept: keptOf(row) };
    },

    keep(integrationId, { keyId, value, fingerprint, keptMs }, { id, sequence }) {
      const now = time();
      insert.run(integrationId, keyId, value, fingerprint, sequence, id, now + keptMs);
      if (++keptSinceTrim < trimmedEvery) return;
      keptSinceTrim = 0;
      trim.run(now, trimmedAtOnce);
    },
  };
}

/** It was given up before it began, so that nothing was done under the key: whoever comes again is the first. */
const hasNeverBegun = ({ state, problem_code: code, attempt }: FirstRow): boolean =>
  state === 'cancelled' && attempt === 0 && givenUp.includes(code ?? '');

const givenUp = ['caller_gone', 'secrets_unreadable', 'shutting_down'];

function keptOf(row: FirstRow): FirstCall['kept'] {
  const { state, caller } = row;
  if (state === null) return null;
  return {
    state,
    caller,
    answer: answerOf(row),
    isSealed: row.sealed === 1,
    problemCode: problemOf(row)?.code ?? null,
    failure: failureOf(row),
  };
}
