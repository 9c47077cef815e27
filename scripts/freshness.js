// Whether out/ was built from the sources as they are now.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = [
  'src-main',
  'src-renderer',
  'src-shared',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
];
const stampFile = 'out/.built';

/**
 * Names the state of the sources: the same as long as no file was added, removed or written.
 * @param {string} root
 * @param {readonly string[]} paths files and folders under it
 */
export function stampOf(root, paths = sources) {
  const hash = createHash('sha256');
  const walk = (/** @type {string} */ path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) walk(`${path}/${name}`);
    } else if (stat) {
      hash.update(`${path}\0${stat.mtimeMs}\0${stat.size}\n`);
    }
  };
  paths.forEach(walk);
  return hash.digest('hex');
}

/**
 * An installed package has no sources: what came with it is what there is.
 * @param {string} root
 */
export function isFresh(root) {
  if (!existsSync(join(root, 'electron.vite.config.ts'))) return true;
  const stamp = join(root, stampFile);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(root);
}

/**
 * To be called before out/ is touched: a build that is cut off must not pass for a whole one.
 * @param {string} root
 */
export function forgetBuild(root) {
  rmSync(join(root, stampFile), { force: true });
}

/**
 * @param {string} root
 * @param {string} stamp
 */
export function keepBuild(root, stamp) {
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, stampFile), stamp);
}
