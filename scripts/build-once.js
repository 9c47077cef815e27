// One build at a time in a checkout, however many commands start at once.
import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetBuild, isFresh, keepBuild, stampOf } from './freshness.js';

const patienceMs = 10 * 60_000;

/**
 * Builds unless out/ is fresh by the time the lock is held. Gives whether it built.
 * @param {{ root: string, always?: boolean, build: () => Promise<void>, say: (line: string) => void }} task
 */
export async function buildOnce({ root, always = false, build, say }) {
  const release = await takeLock(root);
  try {
    if (!always && isFresh(root)) return false;
    say('Building Hookline from its sources, this takes a few seconds …');
    // Taken first: what is written while the build runs makes it stale again.
    const stamp = stampOf(root);
    forgetBuild(root);
    await build();
    keepBuild(root, stamp);
    return true;
  } finally {
    release();
  }
}

/**
 * The system lets go of a database lock when its process dies, however it dies; a lock file would stay.
 * @param {string} root
 * @returns {Promise<() => void>}
 */
async function takeLock(root) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const db = new Database(join(root, '.cache', 'build.lock'), { timeout: 0 });
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      db.exec('BEGIN EXCLUSIVE');
      return () => db.close();
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY';
      if (!isBusy || performance.now() > until) {
        db.close();
        throw error;
      }
    }
    await sleep(100);
  }
}
