// Whether a crash run kept every promise: a pure function of what the driver saw and what is on disk in the end.
// Each line it gives is a broken promise; the names are those of the nine invariants.
import { checkEffects } from './check-effects.ts';
import { checkOrder } from './check-order.ts';
import { checkRows } from './check-rows.ts';
import type { LedgerEvent, Look } from './ledger.ts';
import type { Row } from './read-rows.ts';
import { eventsOf } from './ledger.ts';

export interface LaneRule {
  /** One at a time, in order: all calls of it, or those with the same key. */
  readonly ordered: boolean | 'byKey';
  readonly concurrency: number;
  readonly atMostOnce: boolean;
}

export interface Run {
  readonly lanes: Readonly<Record<string, LaneRule>>;
  readonly events: readonly LedgerEvent[];
  readonly looks: readonly Look[];
  readonly rows: readonly Row[];
}

export const check = (run: Run): string[] => [...checkRows(run), ...checkEffects(run), ...checkOrder(run)];

/** A dead service breaks no promise, so that being alive must be proved too. */
export function checkLiveness({ events }: Pick<Run, 'events'>): string[] {
  const broken: string[] = [];
  const acked = new Map(eventsOf(events, 'ack').map(({ cid, clk }) => [cid, clk]));
  const sends = eventsOf(events, 'send');
  const ups = eventsOf(events, 'up');
  let inTime = 0;
  let answered = 0;
  for (const { life, diesSomewhere = false, clk: from } of ups) {
    const to = eventsOf(events, 'kill').find((kill) => kill.life === life)?.clk ?? Infinity;
    const inLife = sends.filter(({ clk }) => clk > from && clk < to);
    const heard = inLife.filter(({ cid }) => (acked.get(cid) ?? Infinity) < to);
    inTime += inLife.length;
    answered += heard.length;
    // The next death may be sooner than the first answer to one of them.
    if (diesSomewhere) continue;
    const alive = new Set(heard.map(({ producer }) => producer));
    for (const producer of new Set(inLife.map((send) => send.producer)))
      if (!alive.has(producer)) broken.push(`LIVE ${producer} got no answer in life ${life}`);
  }
  if (ups.length === 0 || inTime === 0) broken.push('LIVE nothing was sent while the service was up');
  if (answered < 0.6 * inTime) broken.push(`LIVE only ${answered} of ${inTime} sends were acknowledged`);
  return broken;
}
