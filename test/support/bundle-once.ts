// Before the first test of a run: the bundles of the sources as they are now.
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stampOf } from '#scripts/freshness.js';
import type { Edit } from './bundle.ts';
import { bundleFolder } from './bundled.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache');
const prefix = 'bundle-';
const sources = ['src-main', 'src-shared', 'test/support', 'test/crash/ledger', 'package-lock.json'];
const dayMs = 86_400_000;

/** By the name that Vitest looks for. */
export { bundleOnce as setup };

export async function bundleOnce(): Promise<void> {
  // Each project of the configuration asks.
  if (process.env[bundleFolder] !== undefined) return;
  await dropOld();
  const folder = join(cache, prefix + stampOf(root, sources).slice(0, 16));
  await bundleInto(folder);
  process.env[bundleFolder] = folder;
}

/** The bundles of a product that is changed, beside those of the product as it is; gives their folder. */
export async function bundleChanged(name: string, edits: readonly Edit[]): Promise<string> {
  const folder = `${process.env[bundleFolder]}.${name}`;
  await bundleInto(folder, edits);
  return folder;
}

async function bundleInto(folder: string, edits: readonly Edit[] = []): Promise<void> {
  if ((await stat(folder).catch(() => null)) === null) {
    const unfinished = `${folder}.${process.pid}`;
    // Loaded where there is something to do: most runs find what an earlier one has made.
    const { bundle } = await import('./bundle.ts');
    await bundle(unfinished, edits);
    // Another run may have been faster: its bundles are the same.
    await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  }
  const now = new Date();
  await utimes(folder, now, now);
}

/** Those of other sources; a run that uses one is not a day old. */
async function dropOld(): Promise<void> {
  const names = await readdir(cache).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    const made = await stat(join(cache, name)).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > dayMs)
      await rm(join(cache, name), { recursive: true, force: true });
  }
}
