// The page of the desktop app lists what a page is kept from; each line names a test that is there.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync('docs/desktop.md', 'utf8');
const list = page.slice(page.indexOf('## Hardening'), page.indexOf('## What only the binary'));
const rows = [...list.matchAll(/^\| .+? \| `(test\/.+?)` \| ?(.*?) ?\|$/gm)].map(
  ([, file = '', title = '']) => ({
    file,
    title,
  }),
);

it('lists what is hardened', () => {
  expect(rows.length).toBeGreaterThan(30);
});

it.each(rows)('$file has the test: $title', ({ file, title }) => {
  expect([file, existsSync(file)]).toEqual([file, true]);
  expect(readFileSync(file, 'utf8')).toContain(title);
});
