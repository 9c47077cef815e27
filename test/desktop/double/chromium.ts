// The Chromium whose pages are the windows. One per process; it does not outlive it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unseenPages } from '#scripts/unseen-pages.js';
import { connectCdp, type Cdp } from './cdp.ts';

const features = [
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'Translate',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'MediaRouter',
  ...unseenPages,
];

const flags = [
  '--remote-debugging-port=0',
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--no-startup-window',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-back-forward-cache',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--metrics-recording-only',
  `--disable-features=${features.join(',')}`,
  '--enable-features=SkipListAccountsWithoutGaiaCookies',
  // Without it the end of a port in the page closes unheard.
  '--enable-blink-features=MessagePortCloseEvent',
];

let running: { readonly process: ChildProcess; readonly cdp: Cdp; readonly profile: string } | null = null;
let isClosing = false;

export function chromium(): Cdp {
  if (!running) throw new Error('electron double: windows and sessions need the app to be ready');
  return running.cdp;
}

export function profileFolder(): string {
  if (!running) throw new Error('electron double: there is no profile before the app is ready');
  return running.profile;
}

/** Gives the address that Playwright connects to. */
export async function launchChromium(): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'electron-double-'));
  const browser = spawn(
    process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    [...flags, `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // Also after an uncaught exception.
  process.on('exit', () => {
    browser.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  browser.on('exit', () => {
    if (isClosing) return;
    console.error('electron double: Chromium has gone');
    process.exit(1);
  });
  const address = await readAddress(browser);
  running = { process: browser, cdp: await connectCdp(address), profile };
  return address;
}

export async function closeChromium(): Promise<void> {
  isClosing = true;
  const browser = running?.process;
  if (!browser || browser.exitCode !== null) return;
  // Its children hold the other end of its output, and write to the profile until they are gone too.
  const gone = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  const late = new Promise<void>((resolve) => setTimeout(resolve, 2000));
  browser.kill('SIGKILL');
  await Promise.race([gone, late]);
}

async function readAddress({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  const late = AbortSignal.timeout(60_000);
  return await new Promise<string>((resolve, reject) => {
    late.onabort = () => reject(new Error(`electron double: Chromium did not start: ${said}`));
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-10_000);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
  });
}
