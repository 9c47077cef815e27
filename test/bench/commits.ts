import { randomBytes } from 'node:crypto';
import { openForWriting } from '#main/store/open.ts';

/** How many commits of one row a second the disk takes, each on stable storage before the next begins. */
export function commitsPerSecond(file: string, seconds: number): number {
  const db = openForWriting(file);
  db.exec('CREATE TABLE IF NOT EXISTS rows (row BLOB NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO rows (row) VALUES (?)');
  const row = randomBytes(500);
  const beganMs = performance.now();
  let commits = 0;
  while (performance.now() - beganMs < seconds * 1_000) {
    insert.run(row);
    commits++;
  }
  const tookMs = performance.now() - beganMs;
  db.close();
  return (commits / tookMs) * 1_000;
}
