import { type CallSummary, isLater } from '#shared/model/call.ts';

/** Newest first, each sequence once. */
export type CallRows = readonly CallSummary[];

/** Where the call with this sequence stands in the rows, or where it would be put. */
export function findPlace(
  rows: CallRows,
  sequence: number,
): { readonly at: number; readonly found: boolean } {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.sequence > sequence) low = middle + 1;
    else high = middle;
  }
  return { at: low, found: rows[low]?.sequence === sequence };
}

/** The rows with these pictures of calls taken in; an earlier picture never replaces a later one. */
export function mergeCalls(rows: CallRows, calls: readonly CallSummary[]): CallRows {
  const merged = rows.slice();
  const added = new Map<number, CallSummary>();
  for (const call of calls) {
    const { at, found } = findPlace(rows, call.sequence);
    const known = found ? merged[at]! : added.get(call.sequence);
    if (known && !isLater(call, known)) continue;
    if (found) merged[at] = call;
    else added.set(call.sequence, call);
  }
  if (added.size === 0) return merged;
  const news = [...added.values()].sort((a, b) => b.sequence - a.sequence);
  // Nearly always the news are newer than all that is known.
  if (rows.length === 0 || news.at(-1)!.sequence > rows[0]!.sequence) return news.concat(merged);
  return news.concat(merged).sort((a, b) => b.sequence - a.sequence);
}

export function withoutCalls(rows: CallRows, sequences: ReadonlySet<number>): CallRows {
  return sequences.size === 0 ? rows : rows.filter(({ sequence }) => !sequences.has(sequence));
}
