// Calls in the order in which they came, for those who take one after the other.
import type { CallScan, CallScans, ScanRequest } from '#main/ports/call-scan.ts';
import { conditionsOf } from './call-conditions.ts';
import { summaryColumns, summaryOf, type SummaryRow } from './call-rows.ts';
import type { Db } from './open.ts';

/** As for lists: a filter that finds little looks at so many sequences at a time, and for so long. */
const windowSequences = 20_000;
const budgetMs = 250;

export function callScan(db: Db) {
  const someCalls = db.prepare(`
    SELECT ${summaryColumns} FROM calls c
    WHERE c.id IN (SELECT value FROM json_each(@ids)) AND c.sequence > @after AND c.sequence <= @upTo
    ORDER BY c.sequence LIMIT @limit`);
  const newest = db.prepare('SELECT coalesce(max(sequence), 0) FROM calls').pluck();
  const next = db.prepare('SELECT min(sequence) FROM calls WHERE sequence > ?').pluck();

  /** However few calls of a lane there are, no more sequences are looked at. */
  const besides = (where: string, order: string) =>
    db.prepare(`
      SELECT ${summaryColumns} FROM calls c
      WHERE ${where} AND c.lane = @lane ORDER BY c.sequence ${order} LIMIT @count`);
  const before = besides(`c.sequence < @sequence AND c.sequence > @sequence - ${windowSequences}`, 'DESC');
  const after = besides(`c.sequence > @sequence AND c.sequence < @sequence + ${windowSequences}`, 'ASC');

  return {
    neighbours: (of: Parameters<CallScans['neighbours']>[0]) => ({
      before: (before.all(of) as SummaryRow[]).toReversed().map(summaryOf),
      after: (after.all(of) as SummaryRow[]).map(summaryOf),
    }),

    newest: (_of: null) => newest.get() as number,

    scan({ filter, ids, after, upTo, limit }: ScanRequest): CallScan {
      if (ids !== undefined) {
        const rows = someCalls.all({ ids: JSON.stringify(ids), after, upTo, limit }) as SummaryRow[];
        return {
          calls: rows.map(summaryOf),
          nextAfter: rows.length < limit ? null : rows.at(-1)!.sequence,
        };
      }
      const { where, values } = conditionsOf(filter);
      const page = db.prepare(`
        SELECT ${summaryColumns} FROM calls c JOIN requests r USING (sequence)
        WHERE c.sequence > @lower AND c.sequence <= @upper ${where} ORDER BY c.sequence LIMIT @limit`);
      const until = performance.now() + budgetMs;
      const rows: SummaryRow[] = [];
      // Where the oldest have gone, nothing is looked for.
      let lower = Math.max(after, ((next.get(after) as number | null) ?? upTo + 1) - 1);
      while (rows.length < limit && lower < upTo && performance.now() < until) {
        const upper = Math.min(upTo, lower + windowSequences);
        rows.push(...(page.all({ ...values, lower, upper, limit: limit - rows.length }) as SummaryRow[]));
        lower = rows.length === limit ? rows.at(-1)!.sequence : upper;
      }
      return { calls: rows.map(summaryOf), nextAfter: lower < upTo ? lower : null };
    },
  };
}
