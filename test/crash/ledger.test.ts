// Kills at random moments, and power losses. What was acknowledged is there, runs, and in order; nothing else is.
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { newFolder } from '#test/support/host.ts';
import { seedOf } from '#test/support/random.ts';
import { driveCrashRun } from './ledger/drive.ts';
import { lanes } from './ledger/workload.ts';
import { canPreload } from './shim/build-shim.ts';
import type { Loss } from './shim/lose-power.ts';

const kills = Number(process.env.KILLS ?? 15);
const losses: readonly (Loss | null)[] = canPreload ? [null, 'all', 'rand', 'torn'] : [null];

it.each(losses)(
  'keeps every promise across kills, with %s unsynced writes lost',
  { timeout: 120_000 },
  async (loss) => {
    const seed = seedOf();
    const root = await newFolder();
    console.info(`SEED=${seed}, ${kills} kills, loss ${loss}, ledger in ${root}`);
    const { broken, acknowledged } = await driveCrashRun(root, { seed, kills, lanes, loss });
    console.info(`${acknowledged} calls acknowledged`);
    expect(broken.slice(0, 20)).toEqual([]);
    // A failed run's ledger and data stay for the post-mortem.
    await rm(root, { recursive: true });
  },
);
