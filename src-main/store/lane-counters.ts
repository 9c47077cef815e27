import type { Db } from './open.ts';
import type { Tally } from './tally.ts';

/** The last lane sequence of each integration. */
export interface LaneCounters extends Tally {
  next(integrationId: string): number;
}

export function laneCounters(db: Db): LaneCounters {
  const readLast = db.prepare('SELECT last FROM lane_counters WHERE integration_id = ?').pluck();
  const writeLast = db.prepare(`
    INSERT INTO lane_counters (integration_id, last) VALUES (?, ?)
    ON CONFLICT (integration_id) DO UPDATE SET last = excluded.last`);
  const known = new Map<string, number>();
  const changed = new Set<string>();
  return {
    next(integrationId) {
      const last = known.get(integrationId) ?? (readLast.get(integrationId) as number | undefined) ?? 0;
      known.set(integrationId, last + 1);
      changed.add(integrationId);
      return last + 1;
    },
    write() {
      for (const integrationId of changed) writeLast.run(integrationId, known.get(integrationId));
      changed.clear();
    },
    forget() {
      known.clear();
      changed.clear();
    },
  };
}
