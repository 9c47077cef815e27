import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closingLine, countPlaywright, countVitest, sum } from '#scripts/test-counts.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookline-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(content: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const test = (status: string) => ({ status, fullName: `is ${status}` });

it('counts what vitest passed, failed and left out, and a file that did not load as a failure', () => {
  const file = report({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [test('passed'), test('failed'), test('pending')],
      },
      { name: 'b.test.ts', status: 'failed', assertionResults: [] },
    ],
  });
  expect(countVitest(file, 1)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    titles: ['is failed', 'b.test.ts'],
    again: [],
  });
});

it('names what passed only when it was run once more', () => {
  const second = { status: 'passed', fullName: 'second', failureMessages: ['Error: too late'] };
  const first = { status: 'passed', fullName: 'first', failureMessages: [] };
  const tests = report({ testResults: [{ name: 'a', status: 'passed', assertionResults: [first, second] }] });
  expect(countVitest(tests, 0)).toMatchObject({
    passed: 2,
    failed: 0,
    again: ['second\n    Error: too late'],
  });
  const pages = report({
    suites: [
      {
        title: 'a.spec.ts',
        specs: [
          {
            title: 'one',
            tests: [
              {
                status: 'flaky',
                results: [{ error: { message: '\u001b[31mToo late\u001b[0m\n\n  at once' } }],
              },
            ],
          },
        ],
      },
    ],
  });
  expect(countPlaywright(pages, 0)).toMatchObject({
    passed: 1,
    failed: 0,
    again: ['a.spec.ts one\n    Too late\n      at once'],
  });
});

it('counts the tests of Playwright through all levels', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const file = report({
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('one', 'expected')],
        suites: [{ title: 'inner', specs: [spec('two', 'unexpected'), spec('three', 'skipped')] }],
      },
    ],
  });
  expect(countPlaywright(file, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 1,
    titles: ['inner two'],
    again: [],
  });
});

it('a runner that ends without a report, without a test, or badly without a failed test is a failure', () => {
  expect(countVitest(join(folder, 'none.json'), null)).toMatchObject({ passed: 0, failed: 1 });
  expect(countPlaywright(report({ suites: [] }), 0)).toMatchObject({ passed: 0, failed: 1 });
  const sound = report({
    testResults: [{ name: 'a', status: 'passed', assertionResults: [test('passed')] }],
  });
  expect(countVitest(sound, 1)).toMatchObject({ passed: 1, failed: 1 });
  expect(countVitest(sound, 0)).toMatchObject({ passed: 1, failed: 0 });
});

it('closes with one line that names skipped tests only where there are any', () => {
  const count = { passed: 2, failed: 0, skipped: 0, titles: [], again: [] };
  expect(closingLine(count)).toBe('2 passed, 0 failed');
  expect(closingLine(sum([count, { ...count, skipped: 1 }]))).toBe('4 passed, 0 failed, 1 skipped');
});
