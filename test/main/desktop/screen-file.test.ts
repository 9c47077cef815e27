import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findScreenFile } from '#main/desktop/screen-file.ts';

const folder = resolve('/screens/out');
const find = (path: string) => findScreenFile(folder, `app://hookline${path}`);

describe('an address of the screens', () => {
  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/index.html?x=1#y', 'index.html', 'text/html; charset=utf-8'],
    ['/assets/index-1a.js', 'assets/index-1a.js', 'text/javascript; charset=utf-8'],
    ['/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
    ['/../../index.html', 'index.html', 'text/html; charset=utf-8'],
  ])('%s is the file %s', (path, file, contentType) => {
    expect(find(path)).toEqual({ path: join(folder, file), contentType });
  });

  it.each([
    '/..%2f..%2fetc%2fpasswd.html',
    '/..%5c..%5cx.html',
    '/a\\..\\..\\x.html',
    '/x.html%00.js',
    '/%252e%252e%252fx.json',
    '/%zz.html',
    '/assets',
    '/package.json',
    '/x.HTML',
  ])('%s is no file', (path) => {
    expect(find(path)).toBe(null);
  });

  it('never names a file outside the folder', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('..', '%2e%2e', '%2E.', '%2f', '%5c', '%00', '%25', '/', '\\', '//', '.html', '.js'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const address = URL.parse(`app://hookline/${parts.join('')}`);
        const found = address && findScreenFile(folder, address.href);
        if (found) expect(found.path.startsWith(folder + sep)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
