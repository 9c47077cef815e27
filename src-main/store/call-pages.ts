// Pages of the log under a filter, found by going over stretches of sequences, from the newest down or from a place
// up. A stretch is as long as can be looked at in a moment: a long read would stop checkpoints.
import type { CallPage, PageOf } from '#main/ports/call-page.ts';
import { type SummaryRow, summaryColumns, summaryOf } from './call-rows.ts';
import { conditionsOf } from './call-conditions.ts';
import type { Db } from './open.ts';
import { receivedRange } from './received-minutes.ts';

const patienceMs = 250;
const stretchMs = 20;
const [leastStretch, firstStretch, mostStretch] = [64, 2_048, 65_536];

export function callPages(db: Db): (of: PageOf) => CallPage {
  const newest = db.prepare('SELECT coalesce(max(sequence), 0) FROM calls').pluck();
  const oldest = db.prepare('SELECT coalesce(min(sequence), 1) FROM calls').pluck();

  const received = receivedRange(db);

  return ({ filter, limit, before, after, budgetMs = patienceMs }) => {
    const { where, values, hasText } = conditionsOf(filter);
    const isUp = after !== undefined;
    const page = db.prepare(`
      SELECT ${summaryColumns} FROM calls c ${hasText ? 'JOIN requests r USING (sequence)' : ''}
      WHERE c.sequence < @below AND c.sequence >= @from ${where}
      ORDER BY c.sequence ${isUp ? 'ASC' : 'DESC'} LIMIT @limit`);
    const { since, until: last } = filter;
    const times =
      since === undefined && last === undefined
        ? null
        : received(
            since === undefined ? -Infinity : Date.parse(since),
            last === undefined ? Infinity : Date.parse(last),
          );
    const bottom = Math.max(oldest.get() as number, times?.from ?? 0);
    const top = Math.max(bottom, Math.min((newest.get() as number) + 1, times?.below ?? Infinity));
    const rows: SummaryRow[] = [];
    let stretch = firstStretch;
    /** What has not been looked at yet. */
    let from = isUp ? Math.max(bottom, after + 1) : bottom;
    let below = isUp ? top : Math.min(top, before ?? Infinity);
    const until = performance.now() + budgetMs;
    while (rows.length < limit && from < below) {
      const begunAt = performance.now();
      if (begunAt > until) break;
      const cut = isUp ? Math.min(below, from + stretch) : Math.max(from, below - stretch);
      const found = page.all({
        ...values,
        ...(isUp ? { from, below: cut } : { from: cut, below }),
        limit: limit - rows.length,
      }) as SummaryRow[];
      rows.push(...found);
      const edge = rows.length === limit ? rows.at(-1)!.sequence : null;
      if (isUp) from = edge === null ? cut : edge + 1;
      else below = edge ?? cut;
      const tookMs = performance.now() - begunAt;
      if (tookMs < stretchMs / 2) stretch = Math.min(mostStretch, stretch * 2);
      else if (tookMs > stretchMs) stretch = Math.max(leastStretch, stretch >> 1);
    }
    const isDone = from >= below;
    const calls = rows.map(summaryOf);
    return {
      calls: isUp ? calls.reverse() : calls,
      next: isDone ? null : isUp ? from - 1 : below,
      scanned: Math.max(0, isUp ? from - bottom : top - below),
      of: top - bottom,
    };
  };
}
