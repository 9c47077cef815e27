// I3 and I4: the order of the runs, and the order of the calls.
import type { Run } from './check.ts';
import { eventsOf } from './ledger.ts';
import type { Row } from './read-rows.ts';

export const checkOrder = (run: Run): string[] => [...checkRuns(run), ...checkCalls(run)];

interface Span {
  first: number;
  last: number;
}

/** I3: each call's first start comes after the last thing that any earlier one of its lane did. */
function* checkRuns({ lanes, events, rows }: Run): Generator<string> {
  const spans = new Map<string, Span>();
  for (const { kind, id, clk } of eventsOf(events, 'start', 'end')) {
    const span = spans.get(id);
    if (span !== undefined) span.last = clk;
    else if (kind === 'start') spans.set(id, { first: clk, last: clk });
    else yield `I3-END ${id} ended at ${clk} before it started`;
  }
  const keys = new Map(eventsOf(events, 'send').map(({ cid, orderKey }) => [cid, orderKey]));
  const laneOf = ({ lane, cid }: Row): string | null => {
    const ordered = lanes[lane]?.ordered ?? false;
    if (ordered === false) return null;
    return ordered === true ? lane : `${lane} ${keys.get(cid ?? '')}`;
  };
  for (const [lane, inLane] of Map.groupBy(rows, laneOf)) {
    if (lane === null) continue;
    let before: (Span & { cid: string | null }) | null = null;
    for (const { id, cid } of inLane.toSorted((a, b) => a.sequence - b.sequence)) {
      const span = spans.get(id);
      if (span === undefined) continue;
      if (before !== null && span.first < before.first)
        yield `I3-ORDER ${cid} of ${lane} started at ${span.first}, before ${before.cid} at ${before.first}`;
      else if (before !== null && span.first < before.last)
        yield `I3-OVERLAP ${cid} of ${lane} started at ${span.first}, while ${before.cid} ran until ${before.last}`;
      if (before === null || span.last > before.last) before = { ...span, cid };
    }
  }
}

/** I4: who was acknowledged before another was sent stands before it. */
function* checkCalls({ events, rows }: Run): Generator<string> {
  const rowOf = new Map(rows.map((row) => [row.cid, row]));
  /** The highest acknowledged of each lane so far. */
  const highest = new Map<string, Row>();
  const sent = new Set<string>();
  for (const event of eventsOf(events, 'send', 'ack')) {
    const row = rowOf.get(event.cid);
    if (row === undefined) continue;
    const top = highest.get(row.lane);
    if (event.kind === 'ack') {
      if (top === undefined || row.sequence > top.sequence) highest.set(row.lane, row);
    } else if (!sent.has(event.cid)) {
      // The first send counts: a later one of the same call may have found it there.
      sent.add(event.cid);
      if (top !== undefined && row.sequence < top.sequence)
        yield `I4-TIME ${event.cid} has sequence ${row.sequence}, and ${top.cid} with ${top.sequence} was acknowledged before it was sent`;
    }
  }
}
