import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const isCrashRun = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/crash/');

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
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // By default one core is left idle, which of two is half of all.
    maxWorkers: '100%',
    sequence: { sequencer: CrashRunsFirst },
    // Each process and thread that a test starts would strip and compile the same sources again.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('.cache/compile', import.meta.url)) },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // Properties print the seed of a failure; given back as SEED, it is had again.
    setupFiles: process.env.SEED === undefined ? [] : ['test/support/seed-properties.ts'],
  },
});
