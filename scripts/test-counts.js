// Reads what the test runners report and makes one count of it.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * `titles`: of those that failed. `again`: of those that passed only when they were run once more.
 * @typedef {{ passed: number, failed: number, skipped: number, titles: readonly string[], again: readonly string[] }} Count
 */

/**
 * @param {string} file the report of vitest's json reporter
 * @param {number | null} status
 * @returns {Count}
 */
export function countVitest(file, status) {
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] } | undefined} */
  const report = read(file);
  const tests = (report?.testResults ?? []).flatMap(({ name, status: ended, assertionResults }) =>
    // A file that could not be loaded has no tests of its own to fail.
    ended === 'failed' && !assertionResults.some((test) => test.status === 'failed')
      ? [...assertionResults, { status: 'failed', fullName: relative(process.cwd(), name) }]
      : assertionResults,
  );
  return close('vitest', status, {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length,
    skipped: tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').length,
    titles: tests
      .filter((test) => test.status === 'failed')
      .map((test) => told(test.fullName, test.failureMessages)),
    again: tests.filter(neededMore).map((test) => told(test.fullName, test.failureMessages)),
  });
}

/**
 * A title, and under it what was said of the first failure.
 * @param {string} title
 * @param {readonly string[]} [messages]
 */
function told(title, [message = ''] = []) {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [title, ...lines.slice(0, 8)].join('\n    ');
}

/** @param {{ status: string, failureMessages?: string[] }} test */
const neededMore = ({ status, failureMessages = [] }) => status === 'passed' && failureMessages.length > 0;

/**
 * @param {string} file the report of Playwright's json reporter
 * @param {number | null} status
 * @returns {Count}
 */
export function countPlaywright(file, status) {
  /** @typedef {{ status: string, results?: { error?: { message?: string } }[] }} PageTest */
  /** @typedef {{ title: string, specs?: { title: string, tests: PageTest[] }[], suites?: Suite[] }} Suite */
  /** @type {{ suites: Suite[] } | undefined} */
  const report = read(file);
  /** @type {(test: PageTest) => string[]} */
  const messagesOf = ({ results = [] }) => results.flatMap(({ error }) => error?.message ?? []);
  /** @type {(suite: Suite) => { title: string, status: string }[]} */
  const testsOf = (suite) => [
    ...(suite.specs ?? []).flatMap(({ title, tests }) =>
      tests.map((test) => ({
        title: told(`${suite.title} ${title}`, messagesOf(test)),
        status: test.status,
      })),
    ),
    ...(suite.suites ?? []).flatMap(testsOf),
  ];
  const tests = (report?.suites ?? []).flatMap(testsOf);
  return close('playwright', status, {
    passed: tests.filter((test) => test.status === 'expected' || test.status === 'flaky').length,
    failed: tests.filter((test) => test.status === 'unexpected').length,
    skipped: tests.filter((test) => test.status === 'skipped').length,
    titles: tests.filter((test) => test.status === 'unexpected').map((test) => test.title),
    again: tests.filter((test) => test.status === 'flaky').map((test) => test.title),
  });
}

/**
 * The count of a runner that could not be run at all.
 * @param {string} title
 * @returns {Count}
 */
export const lost = (title) => ({ passed: 0, failed: 1, skipped: 0, titles: [title], again: [] });

/** @param {readonly Count[]} counts */
export function sum(counts) {
  return counts.reduce((all, one) => ({
    passed: all.passed + one.passed,
    failed: all.failed + one.failed,
    skipped: all.skipped + one.skipped,
    titles: [...all.titles, ...one.titles],
    again: [...all.again, ...one.again],
  }));
}

/** @param {Count} count */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * A runner that failed without a failed test, or ran none, is one failure.
 * @param {string} runner
 * @param {number | null} status
 * @param {Count} count
 * @returns {Count}
 */
function close(runner, status, count) {
  const isSound = count.failed > 0 || (status === 0 && count.passed > 0);
  return isSound
    ? count
    : { ...count, failed: 1, titles: [`${runner} ended with status ${status ?? 'none'} and no failed test`] };
}

/**
 * @param {string} file
 * @returns {any}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
