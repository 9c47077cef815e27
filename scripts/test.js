// `npm test`: everything that must pass, one step after the other, and one closing line.
// `npm test -- path` builds what is missing and runs the vitest files of that path only.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-if-stale.js';
import { bringCompiler } from './c-compiler.js';
import { bringChromium } from './chromium.js';
import { bringDatabasePrograms } from './database-programs.js';
import { endWithNpm } from './end-with-npm.js';
import { endWith } from './headless.js';
import { onNode } from './on-node.js';
import { endWithSignals, run, runPackage } from './run.js';
import { closingLine, countPlaywright, countVitest, lost, sum } from './test-counts.js';
import { bringTlsPrograms } from './tls-programs.js';

const reports = join(root, '.cache', 'test');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** @param {string} title */
const heading = (title) => console.log(`\n── ${title} ${'─'.repeat(Math.max(3, 76 - title.length))}\n`);

/**
 * A step that is one test in itself.
 * @param {string} title
 * @param {() => Promise<number | null>} work
 */
async function step(title, work) {
  heading(title);
  const passed = (await work()) === 0;
  console.log(passed ? 'passed' : 'FAILED');
  return passed ? { passed: 1, failed: 0, skipped: 0, titles: [], again: [] } : lost(title);
}

/** @param {readonly string[]} filter */
async function vitest(filter) {
  heading('vitest');
  await bringCompiler();
  await bringTlsPrograms();
  await bringDatabasePrograms();
  const args = [
    'run',
    ...filter,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ];
  return countVitest(vitestReport, await runPackage('vitest', args, { minutes: 45 }));
}

async function playwright() {
  heading('playwright');
  const chromium = await bringChromium();
  if (!chromium) console.error('No Chromium is to be had: not by the system, not by Playwright.');
  const env = { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
  const limits = { bin: 'playwright', minutes: 40, env };
  return countPlaywright(playwrightReport, await runPackage('@playwright/test', ['test'], limits));
}

/** @param {readonly string[]} args */
const build = (args) =>
  step('build', () => run(process.execPath, [join(root, 'scripts', 'build.js'), ...args], { minutes: 10 }));

async function everything() {
  const checks = [
    // One reading of all types for both: the linter reports what the compiler would.
    await step('types and lint', () =>
      runPackage('oxlint', ['--type-aware', '--type-check', '--deny-warnings'], { minutes: 15 }),
    ),
    await step('format', () => runPackage('oxfmt', ['--check'], { minutes: 5 })),
  ];
  const built = await build([]);
  const units = await vitest([]);
  const ends = built.failed === 0 ? await playwright() : lost('playwright, for want of a build');
  return [...checks, built, units, ends];
}

/**
 * @param {readonly string[]} filter
 * @returns {Promise<number>}
 */
async function test(filter) {
  endWithSignals();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const all = sum(
    filter.length > 0 ? [await build(['--if-stale']), await vitest(filter)] : await everything(),
  );
  heading('result');
  for (const title of all.again) console.log(`SECOND RUN  ${title}`);
  for (const title of all.titles) console.log(`FAILED  ${title}`);
  console.log(closingLine(all));
  return all.failed === 0 && all.passed > 0 ? 0 : 1;
}

endWithNpm();
endWith(await onNode(() => test(process.argv.slice(2))));
