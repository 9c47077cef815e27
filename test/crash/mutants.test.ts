// The crash test itself is tested: a product that breaks a promise must be found out, by its processes and not
// only by hand-made ledgers (`ledger/check.test.ts`).
import Database from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { seedOf } from '#test/support/random.ts';
import { driveCrashRun, type CrashRun } from './ledger/drive.ts';
import { lanes } from './ledger/workload.ts';
import { canPreload } from './shim/build-shim.ts';

let root: string;
beforeEach(async () => {
  root = await newFolder();
});
afterEach(() => dropFolder(root));

const run = { kills: 4, lanes, loss: null } satisfies Omit<CrashRun, 'seed'>;

async function brokenBy(change: Partial<CrashRun>): Promise<string[]> {
  const seed = seedOf();
  console.info(`SEED=${seed}`);
  const { broken } = await driveCrashRun(root, { ...run, seed, ...change });
  return [...new Set(broken.map((line) => line.split(' ')[0]!))];
}

/** What a wrong recovery would do to the file of a dead service. */
const recovery = (sql: string) => (folder: string) => {
  const db = new Database(join(folder, 'queue.db'));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  // SQLite took the log away when it closed; a service that was killed leaves one.
  writeFileSync(join(folder, 'queue.db-wal'), '');
};

describe('the crash test finds a product that', { timeout: 90_000 }, () => {
  it.runIf(canPreload)('commits without a sync, when the power is lost', async () => {
    expect(await brokenBy({ mutant: 'never-synced', loss: 'all' })).toContain('I1-LOST');
  });

  it('answers before the commit', async () => {
    expect(await brokenBy({ mutant: 'ack-before-commit' })).toContain('I1-LOST');
  });

  it('does not know a call that comes again', async () => {
    const inTruth = { oA: { ...lanes.oA, knowsKeys: false } };
    const change = { lanes: { oA: lanes.oA }, inTruth, points: ['before_answer'] } as const;
    expect(await brokenBy(change)).toContain('I7-DUPROW');
  });

  it('runs two of an ordered lane at a time', async () => {
    const inTruth = { oA: { ...lanes.oA, ordered: false, concurrency: 2 } };
    expect(await brokenBy({ lanes: { oA: lanes.oA }, inTruth, kills: 1 })).toContain('I3-OVERLAP');
  });

  it('takes a call that was cut off for done', async () => {
    const tamper = recovery(`UPDATE calls SET state = 'succeeded' WHERE state = 'running'`);
    expect(await brokenBy({ tamper, kills: 2 })).toContain('I1-NOEFFECT');
  });

  it('runs again what runs at most once', async () => {
    const tamper = recovery(`UPDATE calls SET state = 'waiting' WHERE state = 'running'`);
    expect(await brokenBy({ lanes: { o1C: lanes.o1C }, tamper, kills: 2 })).toContain('I6-TWICE');
  });

  it('puts a call that was cut off at the tail', async () => {
    const tamper = recovery(`
      CREATE TEMP TABLE moved AS SELECT sequence AS old, (SELECT max(sequence) FROM calls) + rowid AS new
        FROM calls WHERE state = 'running';
      UPDATE calls SET sequence = (SELECT new FROM moved WHERE old = sequence) WHERE state = 'running';
      UPDATE requests SET sequence = (SELECT new FROM moved WHERE old = sequence)
        WHERE sequence IN (SELECT old FROM moved);`);
    const codes = await brokenBy({ tamper, kills: 2 });
    expect(codes).toContain('I8-MOVED');
    expect(codes).toContain('I4-TIME');
  });
});
