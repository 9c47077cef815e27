import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const elsewhere = ['test/browser/**', 'test/desktop/**', 'node_modules/**'];

// Real sockets, files and threads on a busy machine: the limits are there to end a hang, not to time anything.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // Properties print the seed of a failure; given back as SEED, it is had again.
    setupFiles: process.env.SEED === undefined ? [] : ['test/support/seed-properties.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...elsewhere, 'test/renderer/**'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          exclude: elsewhere,
        },
      },
    ],
  },
});
