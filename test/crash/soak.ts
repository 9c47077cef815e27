// `npm run soak`: the crash runs for as long as you like, and then steady load, in which the memory of the service must not
// grow. KILLS (of each run, 60), MINUTES (of steady load, 20; 0 for none) and SEED change it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleOnce } from '#test/support/bundle-once.ts';
import { seedOf } from '#test/support/random.ts';
import { driveCrashRun, type CrashRun } from './ledger/drive.ts';
import type { Life } from './ledger/life.ts';
import { dyingPoints, lanes } from './ledger/workload.ts';
import { canPreload } from './shim/build-shim.ts';

const kills = Number(process.env['KILLS'] ?? 60);
const minutes = Number(process.env['MINUTES'] ?? 20);
const seed = seedOf();
const hourMs = 3_600_000;

const plain = { seed, kills, lanes, loss: null } satisfies CrashRun;
const runs: Readonly<Record<string, CrashRun>> = {
  'kills at random moments': plain,
  'deaths at named places': { ...plain, points: dyingPoints },
  ...(canPreload && {
    'power losses that lose all that was not synced': { ...plain, loss: 'all' },
    'power losses that lose some of it': { ...plain, loss: 'rand' },
    'power losses that tear writes': { ...plain, loss: 'torn' },
    'power losses at named places': { ...plain, loss: 'all', points: dyingPoints },
    'kills while the wall clock leaps and writes are taken in pieces': {
      ...plain,
      leapsMs: [24 * hourMs, -24 * hourMs, 0, -hourMs, -2 * hourMs, 8 * hourMs],
      fault: { FAULT_OP: 'write', FAULT_EVERY: '3', FAULT_HOW: 'choppy' },
    },
  }),
};

/** What a service may grow in a minute once it is warm. */
const mostGrowthMebibytes = 1;
/** What is shorter is warming up. */
const judgedMinutes = 10;
const sampleEveryMs = 2_000;

/** Samples the resident memory as long as the load lasts. */
async function watchMemory(life: Life, into: number[]): Promise<void> {
  const until = Date.now() + minutes * 60_000;
  while (Date.now() < until) {
    await sleep(sampleEveryMs);
    into.push(await life.residentMebibytes());
  }
}

/** By the middle ones of the last two quarters: before them heaps find their size, and single samples jump. */
function growthPerMinute(samples: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const middleOf = (part: readonly number[]) =>
    part.toSorted((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
  const early = middleOf(samples.slice(-2 * quarter, -quarter));
  const late = middleOf(samples.slice(-quarter));
  return ((late - early) * 60_000) / (quarter * sampleEveryMs);
}

/** Gives whether every promise was kept. */
async function keeps(name: string, run: CrashRun): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'hookline-soak-'));
  console.log(`${name}: SEED=${seed}, ${run.kills} kills, ledger in ${root}`);
  const { broken, acknowledged } = await driveCrashRun(root, run);
  for (const line of broken.slice(0, 20)) console.log(`  BROKEN ${line}`);
  console.log(`  ${acknowledged} calls acknowledged, ${broken.length} promises broken`);
  // What went wrong stays for the post-mortem.
  if (broken.length === 0) await rm(root, { recursive: true });
  return broken.length === 0;
}

await bundleOnce();
let areKept = true;
if (kills > 0) for (const [name, run] of Object.entries(runs)) areKept = (await keeps(name, run)) && areKept;
if (minutes > 0) {
  const samples: number[] = [];
  // Less than the slowest lane can do, so that nothing piles up.
  const steady: CrashRun = {
    ...plain,
    kills: 0,
    longestRestMs: 200,
    patienceMs: 120_000,
    steadily: (life) => watchMemory(life, samples),
  };
  areKept = (await keeps(`${minutes} minutes of steady load`, steady)) && areKept;
  const growth = growthPerMinute(samples);
  const most = Math.max(...samples);
  console.log(`  ${most.toFixed(0)} MiB at most, ${growth.toFixed(2)} MiB more each minute once warm`);
  if (minutes >= judgedMinutes) areKept &&= growth < mostGrowthMebibytes;
}
console.log(areKept ? 'Every promise was kept.' : 'FAILED');
process.exitCode = areKept ? 0 : 1;
