import { refusedPool } from './choose-expired.ts';
import type { Db } from './open.ts';
import type { Tally } from './tally.ts';

/** How many refused calls are kept, which retention goes by. */
export interface RefusedCount extends Tally {
  add(): void;
}

/** What `kept_bytes` says of each of them. */
const bytesOfOne = 1_024;

export function refusedCount(db: Db): RefusedCount {
  const keep = db.prepare(`
    INSERT INTO kept (integration_id, calls, bytes) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, bytes = bytes + excluded.bytes`);
  let added = 0;
  return {
    add() {
      added++;
    },
    write() {
      if (added > 0) keep.run(refusedPool, added, added * bytesOfOne);
      added = 0;
    },
    forget() {
      added = 0;
    },
  };
}
