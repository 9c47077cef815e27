import type { Db } from './open.ts';
import type { Tally } from './tally.ts';

/**
 * How many bytes the bodies of all waiting calls have, looked up at no cost. SQLite itself keeps the sum beside each
 * change of state, in the same transaction, so that no move of a call can forget to; those that come are counted here.
 */
export interface WaitingBytes extends Tally {
  /** A call with a body of so many bytes begins to wait. */
  come(bytes: number): void;
  sum(): number;
}

export function waitingBytes(db: Db): WaitingBytes {
  db.exec(`
    CREATE TEMP TABLE waiting_bytes (bytes INTEGER NOT NULL);
    INSERT INTO waiting_bytes SELECT coalesce(sum(request_bytes), 0) FROM calls WHERE state = 'waiting';
    CREATE TEMP TRIGGER call_moves AFTER UPDATE OF state ON main.calls
      WHEN (old.state = 'waiting') <> (new.state = 'waiting')
      BEGIN
        UPDATE waiting_bytes SET bytes = bytes + iif(new.state = 'waiting', new.request_bytes, -new.request_bytes);
      END;
    CREATE TEMP TRIGGER call_goes AFTER DELETE ON main.calls WHEN old.state = 'waiting'
      BEGIN UPDATE waiting_bytes SET bytes = bytes - old.request_bytes; END;`);
  const read = db.prepare('SELECT bytes FROM waiting_bytes').pluck();
  const add = db.prepare('UPDATE waiting_bytes SET bytes = bytes + ?');
  let coming = 0;
  return {
    come(bytes) {
      coming += bytes;
    },
    sum: () => read.get() as number,
    write() {
      if (coming > 0) add.run(coming);
      coming = 0;
    },
    forget() {
      coming = 0;
    },
  };
}
