// The built command line, run in this process so that a signal to it reaches the service.
import module from 'node:module';
import { join } from 'node:path';
import { buildIfStale, root } from './build-if-stale.js';

/**
 * Builds what is missing, then does what the arguments say.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit status
 */
export async function headless(args) {
  if (!(await buildIfStale())) return 1;
  module.enableCompileCache(join(root, 'node_modules', '.cache', 'hookline'));
  const entry = await loadEntry();
  return entry ? entry.main(args) : 1;
}

/** @returns {Promise<{ main(args: readonly string[]): Promise<number> } | undefined>} */
async function loadEntry() {
  try {
    return await import(new URL('../out/main/headless.js', import.meta.url).href);
  } catch (error) {
    if (!isMissingPackage(error)) throw error;
    console.error(`The dependencies are not installed whole, run "npm ci": ${error.message}`);
    return undefined;
  }
}

/**
 * @param {unknown} error
 * @returns {error is Error}
 */
function isMissingPackage(error) {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

/**
 * Ends this process once everything written has gone out whole.
 * @param {number} status
 */
export function endWith(status) {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));
}
