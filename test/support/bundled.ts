// The bundles of this run: made before its first test, and found by whatever tests start.
import { join } from 'node:path';

/** Of the environment. A crash run of a broken product has another folder there. */
export const bundleFolder = 'HOOKLINE_BUNDLE';

/** The path of a bundle in the folder that this environment names. */
export function bundled(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  const folder = environment[bundleFolder];
  if (folder === undefined)
    throw new Error('There are no bundles: call bundleOnce of support/bundle-once.ts first.');
  return join(folder, `${name}.js`);
}
