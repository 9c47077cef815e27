import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const isCrashRun = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/crash/');

/** These only compute: they share a process, which a file of its own would take longer to start than to be done. */
const pure = ['shared', 'renderer'].map((room) => `test/${room}/**/*.test.ts`);

const crashes = ['test/crash/**/*.test.ts'];

/** What these measure is the memory of their process, which has to be their own. */
const measuring = ['journey/flood', 'attack/http-mutations', 'main/webhook/read-body'].map(
  (file) => `test/${file}.test.ts`,
);

/**
 * Half the time of a small commit is the disk's. What is lost with the power is looked for by the crash tests alone; the
 * others have their folders in memory, where there is enough of it.
 */
const inMemory = (): Record<string, string> => {
  const folder = '/dev/shm';
  if (process.platform !== 'linux' || !existsSync(folder)) return {};
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 4 * 2 ** 30 ? { TMPDIR: folder } : {};
};

/**
 * With real sockets, disks and processes a test may fail for a pause of the machine: run once more and named in the
 * result. Never after a crash, where one lost call in a thousand is what is looked for, nor with other random values.
 */
const retry = { count: 1, condition: /^(?!Property failed)/ };

/** The longest files begin first, so that in the end no core waits for the last of them. */
class CrashRunsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isCrashRun), ...sorted.filter((file) => !isCrashRun(file))];
  }
}

// Real sockets, files and threads on a busy machine: the limits are there to end a hang, not to time anything.
export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      { extends: true, test: { name: 'crash', include: crashes, testTimeout: 300_000 } },
      { extends: true, test: { name: 'measuring', include: measuring, retry } },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['test/**/*.test.ts'],
          exclude: [...pure, ...crashes, ...measuring],
          // Files that come one after the other share a process: loading the product again costs more than most of them.
          isolate: false,
          env: inMemory(),
          retry,
        },
      },
    ],
    pool: 'forks',
    // One more than there are cores: most of them wait for a disk, a process or a clock now and then.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: CrashRunsFirst },
    globalSetup: ['test/support/bundle-once.ts'],
    // Each process and thread that a test starts would compile the same bundles again.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compile', import.meta.url)) },
    // As long as `until` of test/support/runtime.ts; Vitest's own is one second.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
    // Properties print the seed of a failure; given back as SEED, it is had again.
    setupFiles: process.env.SEED === undefined ? [] : ['test/support/seed-properties.ts'],
  },
});
