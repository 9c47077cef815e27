// I2, I5 and I6: what the workflows did against what they were to do.
import type { Run } from './check.ts';
import { eventsOf, type EventOf } from './ledger.ts';

export function checkEffects(run: Run): string[] {
  const starts = Map.groupBy(eventsOf(run.events, 'start'), ({ id }) => id);
  return [...checkKnown(run), ...checkReruns(run, starts), ...checkOnce(run, starts)];
}

/** I2: nothing runs that was not sent, under the id that it has on disk. */
function* checkKnown({ events, rows }: Run): Generator<string> {
  const sent = new Set(eventsOf(events, 'send').map(({ cid }) => cid));
  const cids = new Map(rows.map(({ id, cid }) => [id, cid]));
  for (const { kind, id, cid, clk } of eventsOf(events, 'start', 'end')) {
    if (!sent.has(cid)) yield `I2-NOTSENT the ${kind} of ${cid} at ${clk}: it was never sent`;
    if (cids.get(id) !== cid) yield `I2-NOROW the ${kind} of ${cid} at ${clk}: ${id} is not on disk as that`;
  }
}

/** I5: only what a kill cut off runs again, and no more of it than was running. */
function* checkReruns({ lanes, events, rows }: Run, starts: Starts): Generator<string> {
  const deaths = eventsOf(events, 'dead').map(({ clk }) => clk);
  const again = new Map<string, number>();
  const laneOf = new Map(rows.map(({ id, lane }) => [id, lane]));
  for (const [id, of] of starts) {
    const lane = laneOf.get(id) ?? '';
    again.set(lane, (again.get(lane) ?? 0) + of.length - 1);
    const attempts = new Set(of.map(({ attempt }) => attempt));
    if (attempts.size < of.length) yield `I5-TWICE ${of[0]?.cid} started twice in one attempt`;
    for (const [at, { clk, cid }] of of.slice(1).entries()) {
      const before = of[at]!.clk;
      if (!deaths.some((death) => death > before && death < clk))
        yield `I5-NOTCUT ${cid} ran again at ${clk}, and nothing had cut off its run of ${before}`;
    }
  }
  for (const [lane, extra] of again) {
    const most = deaths.length * (lanes[lane]?.concurrency ?? 1);
    if (extra > most) yield `I5-MANY ${extra} runs again in ${lane}, at most ${most} were cut off`;
  }
}

/** I6: at most once is at most once. */
function* checkOnce({ lanes, rows }: Run, starts: Starts): Generator<string> {
  for (const { id, cid, lane } of rows) {
    const times = starts.get(id)?.length ?? 0;
    if (lanes[lane]?.atMostOnce === true && times > 1)
      yield `I6-TWICE ${cid} of ${lane} started ${times} times`;
  }
}

type Starts = ReadonlyMap<string, readonly EventOf<'start'>[]>;
