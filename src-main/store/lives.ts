import type { Db } from './open.ts';

/** How often the service has run on this data, and how it ended. */
export interface Lives {
  /** Whether the last lives all ended in the middle without having finished one execution. */
  isCrashLoop(): boolean;
  begin(nowMs: number): void;
  /** An execution came to its end. */
  finishedOne(): void;
  /** The transaction was rolled back: what was noted in it did not happen. */
  forget(): void;
  end(): void;
}

const loopLives = 3;
const keptLives = 100;

export function createLives(db: Db): Lives {
  const last = db.prepare(`
    SELECT finished_one + ended_cleanly AS sound FROM lives ORDER BY id DESC LIMIT ${loopLives}`);
  const insert = db.prepare('INSERT INTO lives (started_at) VALUES (?)');
  const trim = db.prepare('DELETE FROM lives WHERE id <= ?');
  const markFinished = db.prepare('UPDATE lives SET finished_one = 1 WHERE id = ?');
  const markEnded = db.prepare('UPDATE lives SET ended_cleanly = 1 WHERE id = ?');
  let id: number | bigint | null = null;
  let hasFinished = false;
  return {
    isCrashLoop() {
      const sound = last.pluck().all() as number[];
      return sound.length === loopLives && sound.every((one) => one === 0);
    },
    begin(nowMs) {
      id = insert.run(nowMs).lastInsertRowid;
      trim.run(Number(id) - keptLives);
    },
    finishedOne() {
      if (id === null || hasFinished) return;
      hasFinished = true;
      markFinished.run(id);
    },
    forget() {
      hasFinished = false;
    },
    end() {
      if (id !== null) markEnded.run(id);
    },
  };
}
