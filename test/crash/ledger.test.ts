// Kills at random moments, and power losses. What was acknowledged is there, runs, and in order; nothing else is.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedOf } from '#test/support/random.ts';
import { driveCrashRun, type CrashRun } from './ledger/drive.ts';
import { dyingPoints, lanes } from './ledger/workload.ts';
import { canPreload } from './shim/build-shim.ts';
import type { Loss } from './shim/lose-power.ts';

/** Of each run; `npm run soak` has many more. */
const kills = Number(process.env.KILLS ?? 6);
const dayMs = 86_400_000;

async function keepsEveryPromise(change: Partial<CrashRun>): Promise<void> {
  const seed = seedOf();
  const root = await mkdtemp(join(tmpdir(), 'hookline-ledger-'));
  console.info(`SEED=${seed}, ${kills} kills, ledger in ${root}`);
  const { broken, acknowledged } = await driveCrashRun(root, { seed, kills, lanes, loss: null, ...change });
  console.info(`${acknowledged} calls acknowledged`);
  expect(broken.slice(0, 20)).toEqual([]);
  // A failed run's ledger and data stay for the post-mortem.
  await rm(root, { recursive: true });
}

describe('every promise is kept', () => {
  it.runIf(!canPreload)('F02: across kills at random moments', () => keepsEveryPromise({}));

  it.runIf(canPreload).each(['all', 'rand', 'torn'] satisfies Loss[])(
    'F02, F03: across kills at random moments that lose of the unsynced writes: %s',
    (loss) => keepsEveryPromise({ loss }),
  );

  it.runIf(canPreload)(
    'F17, F53: across kills while the wall clock leaps and the disk takes writes in pieces',
    () =>
      keepsEveryPromise({
        leapsMs: [dayMs, -dayMs, 0, -dayMs / 24, (-2 * dayMs) / 24, dayMs / 3],
        fault: { FAULT_OP: 'write', FAULT_EVERY: '3', FAULT_HOW: 'choppy' },
      }),
  );

  it('across deaths in the middle of commits, answers, starts and ends', () =>
    keepsEveryPromise({ loss: canPreload ? 'all' : null, points: dyingPoints }));
});
