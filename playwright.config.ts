import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium, findHeadlessShell } from './scripts/chromium.js';
import { double, findRealBinary } from './scripts/desktop-binaries.js';
import { faces } from './scripts/faces.js';
import { unseenPages } from './scripts/unseen-pages.js';

// Where none is found, Playwright's own is used; the double of the Electron binary reads the variable too.
const executablePath = findChromium();
if (executablePath) process.env.CHROMIUM_PATH = executablePath;

// Each test starts programs of ours, which read the same code anew.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache', 'code');

const real = findRealBinary();
/** `npm run test:faces` sets it. */
const { browser, window } = faces(process.env.FACES === 'all');
/** Chromium knows one list, the last: what Playwright switches off is named again. */
const off = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'AimEnabled',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  ...unseenPages,
];
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${off.join(',')}`,
];

const pages = findHeadlessShell() ?? executablePath;
const launchOptions = { ...(pages ? { executablePath: pages } : {}), args: quiet, chromiumSandbox: false };

export default defineConfig<{ binary: string }>({
  outputDir: 'test-results',
  // They end a hang, and time nothing: a machine may have much else to do.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  // One more than there are cores: most of them wait for a page now and then.
  workers: availableParallelism() + 1,
  // A page may miss a beat of the machine; which had to be run once more is named in the result.
  retries: process.env.CI ? 2 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '.cache/test/playwright.json' }]],
  // To trace each test takes a quarter of the processor time of all; `--trace on` does for those that are looked into.
  use: { screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: 'test/browser',
      ...browser,
      use: { browserName: 'chromium', launchOptions, reuseContext: true },
    },
    // The same specs over the window of the app.
    {
      name: 'window',
      testDir: 'test/browser',
      ...window,
      use: { browserName: 'chromium', launchOptions, reuseContext: true },
    },
    // The real main and preload bundles over the double of the Electron binary …
    { name: 'desktop', testDir: 'test/desktop', testIgnore: 'real-binary.spec.ts', use: { binary: double } },
    // … and the same specs over the binary itself; where there is none, one test says so.
    'missing' in real
      ? { name: 'electron', testDir: 'test/desktop', testMatch: 'real-binary.spec.ts' }
      : {
          name: 'electron',
          testDir: 'test/desktop',
          grepInvert: /@double/,
          workers: 1,
          use: { binary: real.path },
        },
  ],
});
