// The crash test itself is tested: a product that breaks a promise must be found out, by its processes and not
// only by hand-made ledgers (`ledger/check.test.ts`).
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { seedOf } from '#test/support/random.ts';
import { driveCrashRun, type CrashRun } from './ledger/drive.ts';
import type { MutantName } from './ledger/mutants.ts';
import { lanes } from './ledger/workload.ts';
import { canPreload } from './shim/build-shim.ts';

let root: string;
beforeEach(async () => {
  root = await newFolder();
});
afterEach(() => dropFolder(root));

const { oA, oB, o1C, pA } = lanes;
/** What is broken may never hear everybody; that is not waited for. */
const usual = {
  kills: 2,
  lanes: { oA },
  loss: null,
  patienceMs: 5_000,
  passes: [10, 30],
} satisfies Omit<CrashRun, 'seed'>;

/** Each life ends while a call runs: when it has begun, or when its effects are out. */
const begun = { points: ['after_start'] } satisfies Partial<CrashRun>;
const cut = { points: ['before_finish'] } satisfies Partial<CrashRun>;

/** The invariants that the product with this change of its source has broken. */
async function brokenBy(mutant: MutantName, change: Partial<CrashRun> = {}): Promise<string[]> {
  const seed = seedOf();
  console.info(`SEED=${seed}`);
  const { broken } = await driveCrashRun(root, { ...usual, seed, mutant, ...change });
  return [...new Set(broken.map((line) => line.split(' ')[0]!))];
}

describe('the crash test finds a product that', () => {
  it.runIf(canPreload)('commits without a sync, when the power is lost', async () => {
    expect(await brokenBy('never-synced', { loss: 'all' })).toContain('I1-LOST');
  });

  it('answers before the commit', async () => {
    // Whoever has run was acknowledged, most likely not long ago.
    expect(await brokenBy('answered-before-commit', cut)).toContain('I1-LOST');
  });

  it('does not know a call that comes again', async () => {
    // Whoever is not answered in this lane asks again, each time.
    const unheard = { lanes: { oB }, points: ['before_answer'] } satisfies Partial<CrashRun>;
    expect(await brokenBy('knows-no-keys', unheard)).toContain('I7-DUPROW');
  });

  it('runs two of an ordered lane at a time', async () => {
    expect(await brokenBy('two-at-a-time', { kills: 1 })).toContain('I3-OVERLAP');
  });

  it('runs the newest first', async () => {
    expect(await brokenBy('newest-first', { kills: 1 })).toContain('I3-ORDER');
  });

  it.runIf(canPreload)('orders by time, when the clock leaps', async () => {
    expect(await brokenBy('ordered-by-time', { leapsMs: [-3_600_000, 0] })).toContain('I4-TIME');
  });

  it('puts a call down as done before it has had its effects', async () => {
    expect(await brokenBy('succeeded-before-effects')).toContain('I1-NOEFFECT');
  });

  it('takes a call that was cut off for done', async () => {
    expect(await brokenBy('cut-off-is-done', begun)).toContain('I1-NOEFFECT');
  });

  it('runs again what runs at most once', async () => {
    expect(await brokenBy('once-is-again', { lanes: { o1C }, ...cut })).toContain('I6-TWICE');
  });

  it('puts a call that was cut off at the tail', async () => {
    const codes = await brokenBy('cut-off-to-the-tail', cut);
    expect(codes).toContain('I8-MOVED');
    expect(codes).toContain('I4-TIME');
  });

  it('believes the late result of an attempt that was given up', async () => {
    expect(await brokenBy('late-results-believed', cut)).toContain('I1-END');
  });
});

describe('the crash test finds nothing where', () => {
  const sound = { patienceMs: 30_000, lanes: { oA, oB, pA } } satisfies Partial<CrashRun>;

  it('commits are not synced and only the process dies: without a power loss that is not to be seen', async () => {
    expect(await brokenBy('never-synced', sound)).toEqual([]);
  });

  it('late results come and are not believed', async () => {
    expect(await brokenBy('late-results', { ...sound, ...cut })).toEqual([]);
  });
});
