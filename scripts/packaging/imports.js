import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix, join } from 'node:path';

const builtins = new Set(builtinModules);
const given = /^(node:|electron($|\/))/;

/**
 * What the modules of a package name and do not find in it, from its entries on.
 * @param {string} root
 * @param {{ entries: readonly string[], files: ReadonlySet<string>, packages: ReadonlySet<string> }} packed
 * @returns {{ faults: string[], reached: Set<string> }}
 */
export function checkImports(root, { entries, files, packages }) {
  /** @type {string[]} */
  const faults = [];
  /** @type {Set<string>} */
  const reached = new Set();
  const visit = (/** @type {string} */ path, /** @type {string} */ by) => {
    if (reached.has(path)) return;
    reached.add(path);
    if (!files.has(path) || !existsSync(join(root, path))) {
      faults.push(`${path}, which ${by} names, is not packed`);
      return;
    }
    for (const name of namedIn(readFileSync(join(root, path), 'utf8'))) {
      if (name.startsWith('.')) visit(posix.join(posix.dirname(path), name), path);
      else if (!given.test(name) && !builtins.has(name) && !packages.has(packageOf(name)))
        faults.push(`the package ${packageOf(name)}, which ${path} names, is not packed`);
    }
  };
  for (const entry of entries) visit(entry, 'the configuration');
  return { faults, reached };
}

/** @param {string} name */
const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/**
 * Built modules are regular enough for this: each import stands at the beginning of a statement.
 * @param {string} text
 */
function namedIn(text) {
  const statements = text.matchAll(/(?:^|[;}\n])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*["']([^"']+)["']/g);
  const bare = text.matchAll(/(?:^|[;}\n])\s*import\s*["']([^"']+)["']/g);
  const calls = text.matchAll(/\b(?:import|require)\(\s*["'`]([^"'`$]+)["'`]\s*\)/g);
  return new Set([...statements, ...bare, ...calls].map(([, name]) => name ?? ''));
}
