import type { Db } from './open.ts';

/** How often the service has run on this data, and how it ended. */
export interface Lives {
  /**
   * Whether the last lives all died in the middle of an execution without having finished one. Asked before what the last one left
   * is put right: a machine that was switched off while nothing ran is no reason to execute nothing.
   */
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

/** What `ended_cleanly` says: 0 until it is known. Whoever looks first judges; what ran is put right after that. */
const died = { idle: 1, executing: 2 };

export function createLives(db: Db): Lives {
  const judge = db.prepare(`
    UPDATE lives SET ended_cleanly = iif(EXISTS (SELECT 1 FROM calls WHERE state = 'running'), ${died.executing}, ${died.idle})
    WHERE ended_cleanly = 0 AND id = (SELECT max(id) FROM lives)`);
  const last = db.prepare(`
    SELECT finished_one = 1 OR ended_cleanly <> ${died.executing} AS sound FROM lives ORDER BY id DESC LIMIT ${loopLives}`);
  const insert = db.prepare('INSERT INTO lives (started_at) VALUES (?)');
  const trim = db.prepare('DELETE FROM lives WHERE id <= ?');
  const markFinished = db.prepare('UPDATE lives SET finished_one = 1 WHERE id = ?');
  const markEnded = db.prepare('UPDATE lives SET ended_cleanly = 1 WHERE id = ?');
  let id: number | bigint | null = null;
  let hasFinished = false;
  return {
    isCrashLoop() {
      judge.run();
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
