import type { LaneDepth } from '#main/ports/series.ts';
import type { Db } from './open.ts';
import { keptSteps, startOf } from './series-table.ts';

/** How much waited in lanes, as the writer keeps it: the most of each step. */
export function laneDepths(db: Db) {
  const put = db.prepare(`
    INSERT INTO lane_depths (step, start, integration_id, waiting, oldest_ms) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET waiting = max(waiting, excluded.waiting), oldest_ms = max(oldest_ms, excluded.oldest_ms)`);
  return {
    noteDepths({ atMs, depths }: { readonly atMs: number; readonly depths: readonly LaneDepth[] }): void {
      for (const { seconds } of keptSteps) {
        const start = startOf(Math.floor(atMs / 1_000), seconds);
        for (const { integrationId, waiting, oldestMs } of depths)
          put.run(seconds, start, integrationId, waiting, oldestMs);
      }
    },
  };
}
