import type { Db } from './open.ts';

/**
 * How many bytes the bodies of all waiting calls have, looked up at no cost. SQLite itself keeps the sum beside each
 * change of state, in the same transaction, so that no move of a call can forget to.
 */
export function countWaitingBytes(db: Db): () => number {
  db.exec(`
    CREATE TEMP TABLE waiting_bytes (bytes INTEGER NOT NULL);
    INSERT INTO waiting_bytes SELECT coalesce(sum(request_bytes), 0) FROM calls WHERE state = 'waiting';
    CREATE TEMP TRIGGER call_comes AFTER INSERT ON main.calls WHEN new.state = 'waiting'
      BEGIN UPDATE waiting_bytes SET bytes = bytes + new.request_bytes; END;
    CREATE TEMP TRIGGER call_moves AFTER UPDATE OF state ON main.calls
      WHEN (old.state = 'waiting') <> (new.state = 'waiting')
      BEGIN
        UPDATE waiting_bytes SET bytes = bytes + iif(new.state = 'waiting', new.request_bytes, -new.request_bytes);
      END;
    CREATE TEMP TRIGGER call_goes AFTER DELETE ON main.calls WHEN old.state = 'waiting'
      BEGIN UPDATE waiting_bytes SET bytes = bytes - old.request_bytes; END;`);
  const sum = db.prepare('SELECT bytes FROM waiting_bytes').pluck();
  return () => sum.get() as number;
}
