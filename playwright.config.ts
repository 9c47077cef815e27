import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.js';

// Where none is found, Playwright's own is used; the double of the Electron binary reads the variable too.
const executablePath = findChromium();
if (executablePath) process.env.CHROMIUM_PATH = executablePath;

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: '.cache/test/playwright.json' }]],
  // To trace each test takes a quarter of the processor time of all; `--trace on` does for those that are looked into.
  use: { screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: 'test/browser',
      use: {
        browserName: 'chromium',
        launchOptions: { ...(executablePath ? { executablePath } : {}), args: quiet, chromiumSandbox: false },
      },
    },
    // The real main and preload bundles, over the double of the Electron binary or over the binary itself.
    { name: 'desktop', testDir: 'test/desktop' },
  ],
});
