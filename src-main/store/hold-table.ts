import type { KeptHold, LaneDeed, NewHold } from '#main/ports/lane-rows.ts';
import type { Db } from './open.ts';

/** Lanes that stand still, and what was done to lanes. */
export interface HoldTable {
  all(): readonly KeptHold[];
  put(hold: NewHold, sinceMs: number): void;
  /** False where there was none. */
  lift(of: { readonly integrationId: string; readonly laneKey: string }): boolean;
  /** Makes the hold of one lane one of all lanes of the integration. */
  widen(integrationId: string): void;
  /** Lifts the hold that this call's failure caused. */
  liftOf(callId: string): void;
  record(
    deed: LaneDeed & {
      readonly integrationId: string;
      readonly laneKey: string | null;
      readonly callId: string | null;
    },
  ): void;
  forget(integrationId: string): void;
}

export function holdTable(db: Db): HoldTable {
  const all = db.prepare(`
    SELECT integration_id AS integrationId, lane_key AS laneKey, kind, since AS sinceMs, note, call_id AS callId
    FROM holds`);
  const put = db.prepare(`
    INSERT INTO holds (integration_id, lane_key, kind, since, note, call_id)
    VALUES (@integrationId, @laneKey, @kind, @sinceMs, @note, @callId)
    ON CONFLICT (integration_id, lane_key) DO UPDATE SET
      kind = excluded.kind, since = excluded.since, note = excluded.note, call_id = excluded.call_id`);
  const lift = db.prepare('DELETE FROM holds WHERE integration_id = ? AND lane_key = ?');
  const liftOf = db.prepare('DELETE FROM holds WHERE call_id = ?');
  const copyToAll = db.prepare(`
    INSERT OR IGNORE INTO holds (integration_id, lane_key, kind, since, note, call_id)
    SELECT integration_id, '*', kind, min(since), note, NULL FROM holds WHERE integration_id = ?
    GROUP BY integration_id`);
  const dropSingle = db.prepare("DELETE FROM holds WHERE integration_id = ? AND lane_key <> '*'");
  const record = db.prepare(`
    INSERT INTO lane_events (integration_id, lane_key, at, action, call_id, note, made_by)
    VALUES (@integrationId, @laneKey, @atMs, @action, @callId, @note, @by)`);
  const forgetHolds = db.prepare('DELETE FROM holds WHERE integration_id = ?');
  const forgetEvents = db.prepare('DELETE FROM lane_events WHERE integration_id = ?');
  return {
    all: () => all.all() as KeptHold[],
    put: (hold, sinceMs) => void put.run({ ...hold, sinceMs }),
    lift: ({ integrationId, laneKey }) => lift.run(integrationId, laneKey).changes > 0,
    widen(integrationId) {
      copyToAll.run(integrationId);
      dropSingle.run(integrationId);
    },
    liftOf: (callId) => void liftOf.run(callId),
    record: (deed) => void record.run(deed),
    forget(integrationId) {
      forgetHolds.run(integrationId);
      forgetEvents.run(integrationId);
    },
  };
}
