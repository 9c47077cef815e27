import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Host } from '#main/host.ts';

/** Where the program's own files lie: beside the bundle when built, in the source tree when run from it. */
export interface Places {
  readonly version: string;
  readonly workers: Host['workers'];
  readonly screensFolder: URL;
  readonly examplesFolder: URL;
}

/** `entry` is the `import.meta.url` of the entry, two folders below the root in both cases. */
export function placesFrom(entry: string): Places {
  const at = (path: string): URL => new URL(path, entry);
  const fromSource = entry.endsWith('.ts');
  const manifest: unknown = JSON.parse(readFileSync(at('../../package.json'), 'utf8'));
  return {
    version: z.object({ version: z.string() }).parse(manifest).version,
    workers: fromSource
      ? {
          store: at('../store/worker.ts'),
          run: at('../run/worker.ts'),
          errand: at('../run/errand/worker.ts'),
        }
      : {
          store: at('./store-worker.js'),
          run: at('./run-worker.js'),
          errand: at('./errand-worker.js'),
        },
    screensFolder: at('../../out/renderer/'),
    examplesFolder: at('../../resources/examples/'),
  };
}
