// The Chromium that the end-to-end tests drive: one that is there, else one that is brought.
import { existsSync } from 'node:fs';
import { aptInstall } from './apt-install.js';
import { runPackage } from './run.js';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns {string | undefined} */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  return named && existsSync(named) ? named : places.find((place) => existsSync(place));
}

/**
 * Debian's build without a window of its own: a page costs a fifth less in it. The desktop double needs the whole.
 * @returns {string | undefined}
 */
export function findHeadlessShell() {
  const place = '/usr/bin/chromium-headless-shell';
  return existsSync(place) ? place : undefined;
}

/**
 * Brings a Chromium where there is none: by the system's package manager, else by Playwright.
 * @returns {Promise<string | undefined>} its path
 */
export async function bringChromium() {
  return findChromium() ?? (await installByApt()) ?? (await installByPlaywright());
}

async function installByApt() {
  await aptInstall(['chromium']);
  // By itself: not each system that has the one has the other.
  await aptInstall(['chromium-headless-shell']);
  return findChromium();
}

async function installByPlaywright() {
  await runPackage('@playwright/test', ['install', 'chromium'], { bin: 'playwright', minutes: 10 });
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}
