import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { screensSize } from '#test/support/screens-size.ts';

describe('the built screens', () => {
  it('are under 400 kB before they show anything, and the editor comes later', () => {
    const { files, gzipBytes } = screensSize();
    expect(files.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(0);
    expect(files.some((file) => file.endsWith('.css'))).toBe(true);
    expect(files.filter((file) => /CodeEditor|uplot/i.test(file))).toEqual([]);
    expect(gzipBytes).toBeLessThan(400_000);
  });

  it('have the styles of each component in them', () => {
    const read = (end: string) =>
      globSync(`out/renderer/assets/*${end}`)
        .map((file) => readFileSync(file, 'utf8'))
        .join('\n');
    const classesIn = (text: string) => new Set(text.match(/\bm_[0-9a-f]{5,}\b/g));
    const all = classesIn(readFileSync('node_modules/@mantine/core/styles.css', 'utf8'));
    const used = [...classesIn(read('.js'))].filter((name) => all.has(name));
    const there = classesIn(read('.css'));
    expect(used.length).toBeGreaterThan(50);
    // `src-renderer/app/mantine.css` names the files they are in.
    expect(used.filter((name) => !there.has(name))).toEqual([]);
  });
});
describe('the threads of the runtime', () => {
  /** All that is loaded with a file, without what is loaded when it is first needed. */
  function loadedWith(file: string, seen = new Map<string, string>()): Map<string, string> {
    if (seen.has(file)) return seen;
    const source = readFileSync(file, 'utf8');
    seen.set(file, source);
    for (const [, from] of source.matchAll(/^(?:import|export)\b[^'"]*["'](\.[^'"]+)["']/gm)) {
      loadedWith(join(file, '..', from!), seen);
    }
    return seen;
  }

  // A schema that finds its way there costs each of four threads 9 MB and a part of the start.
  it.each(['store-worker', 'run-worker', 'errand-worker'])('load no schemas: %s', (name) => {
    const loaded = loadedWith(`out/main/${name}.js`);
    const withSchemas = [...loaded].filter(([, source]) => /^import\b[^'"]*["']zod["']/m.test(source));
    expect(loaded.size).toBeGreaterThan(2);
    expect(withSchemas.map(([file]) => file)).toEqual([]);
  });
});
