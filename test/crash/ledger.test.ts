// Kills at random moments, and power losses. What was acknowledged is there, runs, and in order; nothing else is.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CrashPoint } from '#main/crash-point.ts';
import { seedOf } from '#test/support/random.ts';
import { driveCrashRun, type CrashRun } from './ledger/drive.ts';
import { lanes } from './ledger/workload.ts';
import { canPreload } from './shim/build-shim.ts';
import type { Loss } from './shim/lose-power.ts';

const points: readonly CrashPoint[] = [
  'before_commit',
  'after_commit',
  'before_answer',
  'after_start',
  'before_finish',
  'after_finish',
];
const kills = Number(process.env.KILLS ?? 15);
const losses: readonly (Loss | null)[] = canPreload ? [null, 'all', 'rand', 'torn'] : [null];

async function keepsEveryPromise(change: Pick<CrashRun, 'loss' | 'points'>): Promise<void> {
  const seed = seedOf();
  const root = await mkdtemp(join(tmpdir(), 'hookline-ledger-'));
  console.info(`SEED=${seed}, ${kills} kills, ledger in ${root}`);
  const { broken, acknowledged } = await driveCrashRun(root, { seed, kills, lanes, ...change });
  console.info(`${acknowledged} calls acknowledged`);
  expect(broken.slice(0, 20)).toEqual([]);
  // A failed run's ledger and data stay for the post-mortem.
  await rm(root, { recursive: true });
}

describe('every promise is kept', { timeout: 180_000 }, () => {
  it.each(losses)('across kills at random moments that lose of the unsynced writes: %s', (loss) =>
    keepsEveryPromise({ loss }),
  );

  it('across deaths in the middle of commits, answers, starts and ends', () =>
    keepsEveryPromise({ loss: canPreload ? 'all' : null, points }));
});
