// What commands call before they need out/. Nothing of it writes to standard output: that belongs to the command.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh } from './freshness.js';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes sure that out/ is built from the sources as they are. Gives whether it now is; the reason why not was said.
 * The build has a process of its own: it needs memory that a service should not keep, and it ends its work, and
 * only then lets go of the lock, when the command that started it is killed.
 * @returns {Promise<boolean>}
 */
export async function buildIfStale() {
  if (isFresh(root)) return true;
  if (!existsSync(join(root, 'node_modules', 'electron-vite'))) {
    console.error('The dependencies are not installed: run "npm ci" first.');
    return false;
  }
  const builder = spawn(process.execPath, [join(root, 'scripts', 'build.js'), '--if-stale'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  return new Promise((resolve, reject) => {
    builder.once('error', reject);
    builder.once('close', (code) => resolve(code === 0));
  });
}
