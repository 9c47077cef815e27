import { createHash } from 'node:crypto';
import { crashPoint } from '#main/crash-point.ts';
import type { Db } from './open.ts';

/** The file was written by a newer Hookline, or its history is not ours. */
export class ForeignDatabase extends Error {
  override readonly name = 'ForeignDatabase';
  readonly newer: boolean;

  constructor(message: string, newer: boolean) {
    super(message);
    this.newer = newer;
  }
}

/**
 * Brings a database to the newest schema: each step once, all in one transaction, with the hash of its text
 * recorded, so that a step edited after its release is found out. A copy is made before an existing file changes.
 */
export function migrate(db: Db, steps: readonly string[], backupFile: (version: number) => string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > steps.length) {
    throw new ForeignDatabase(`${db.name} has schema ${version}, this Hookline knows ${steps.length}.`, true);
  }
  if (version > 0) refuseOtherHistory(db, steps.slice(0, version));
  if (version === steps.length) return;
  if (version > 0) db.prepare('VACUUM INTO ?').run(backupFile(version));
  db.transaction(() => {
    db.exec(`CREATE TABLE IF NOT EXISTS migrations (
      version INTEGER PRIMARY KEY, hash TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT`);
    const record = db.prepare('INSERT INTO migrations (version, hash, applied_at) VALUES (?, ?, ?)');
    steps.slice(version).forEach((step, at) => {
      db.exec(step);
      record.run(version + at + 1, hashOf(step), new Date().toISOString());
      crashPoint('in_migration');
    });
    db.pragma(`user_version = ${steps.length}`);
  }).immediate();
}

function refuseOtherHistory(db: Db, applied: readonly string[]): void {
  const hashes = db.prepare('SELECT hash FROM migrations ORDER BY version').pluck().all() as string[];
  applied.forEach((step, at) => {
    if (hashes[at] !== hashOf(step)) {
      throw new ForeignDatabase(
        `${db.name} was made by another schema ${at + 1} than this Hookline's.`,
        false,
      );
    }
  });
}

const hashOf = (step: string): string => createHash('sha256').update(step).digest('hex');
