import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');

/** The tests that the page names; one without a folder stands beside the one before it. */
function namedTests(): string[] {
  let folder = '';
  return [...text.matchAll(/`([\w/.-]+\/|[\w/.-]+\.(?:test|spec)\.ts)`/g)]
    .map(([, name = '']) => name)
    .filter((name) => !/^(blobs|backups)\/$/.test(name))
    .map((name) => {
      const path = name.includes('/') ? name : join(folder, name);
      folder = name.endsWith('/') ? name : dirname(path);
      return path;
    });
}

it.each(namedTests())('%s, which SECURITY.md names, is there', (path) => {
  expect(existsSync(join(root, path))).toBe(true);
  expect(path.endsWith('/')).toBe(statSync(join(root, path)).isDirectory());
});

it('says of each defence which test shows it', () => {
  const defended = text.slice(text.indexOf('## What is defended'), text.indexOf('## What is not defended'));
  const lines = defended.split(/\n- /).slice(1);
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.filter((line) => !line.includes('`test/'))).toEqual([]);
});
