// Which files go into a package, by electron-builder's rules: the last pattern that fits decides, of packages only those
// that the app depends on.
import { readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';

/**
 * @param {string} root
 * @param {readonly string[]} patterns
 * @returns {string[]} paths from the root, with slashes
 */
export function packedFiles(root, patterns) {
  const folders = ['out', 'resources', 'bin', 'scripts'];
  const own = [
    ...['package.json', 'README.md', 'LICENSE'],
    ...folders.flatMap((folder) => filesBelow(root, folder)),
  ];
  return own.filter((path) => isTaken(path, patterns));
}

/**
 * @param {string} path
 * @param {readonly string[]} patterns
 */
export function isTaken(path, patterns) {
  let taken = false;
  for (const pattern of patterns) {
    const isExclusion = pattern.startsWith('!');
    if (matchesGlob(path, isExclusion ? pattern.slice(1) : pattern)) taken = !isExclusion;
  }
  return taken;
}

/**
 * The packages that come along: what the lock file has that is not for development, nor for another platform alone.
 * @param {string} root
 * @returns {Set<string>}
 */
export function packedPackages(root) {
  /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const names = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  return new Set(names);
}

/**
 * @param {string} root
 * @param {string} folder
 */
function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length).replaceAll('\\', '/'));
}
