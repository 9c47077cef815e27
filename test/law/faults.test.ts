// Each fault that Hookline has to outlive has a test that bears its name: without one nobody would miss it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const tests = fileURLToPath(new URL('..', import.meta.url));

/** Of the machine, of the disk, of workflows, of time and load; and an update while calls run. */
const faults = [...Array.from({ length: 59 }, (_one, at) => `F${String(at + 1).padStart(2, '0')}`), 'F72'];

const begins = /(?:\b(?:it|test)(?:\.\w+)?\(\s*|\)\(\s*|^\s*\[\s*)['"`]((?:F\d\d, )*F\d\d)(?:: |',)/gm;

/** The faults that a file has tests of: titles begin with their names, or its cases do where one test is for several. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(begins)].flatMap(([, names = '']) => names.split(', '));

it('every fault is named by a test', () => {
  const named = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(...name.split(/[\\/]/)))
    .filter((name) => /^(attack|crash|desktop|journey|main)\/.*\.ts$/.test(name))
    .flatMap((name) => namedIn(readFileSync(join(tests, name), 'utf8')));
  expect(faults.filter((fault) => !named.includes(fault))).toEqual([]);
});

describe('the search for them', () => {
  it.each([
    [`test('F40: a thread ends', () => {`, ['F40']],
    [`  it(\n    'F51: a loop ends', async () => {`, ['F51']],
    [`it.runIf(canPreload).each(losses)(\n    'F02, F03: across kills: %s', () => {`, ['F02', 'F03']],
    [`  ['F41', 'an endless loop', loop('for (;;) {}')],\n  [\n    'F42',\n    'a heap`, ['F41', 'F42']],
    [`// F43 is for later: test it`, []],
    [`expect(text).toBe('F44: no test');`, []],
  ])('finds in %j what it is about', (text, found) => {
    expect(namedIn(text)).toEqual(found);
  });
});
