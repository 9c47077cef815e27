// A page of the screens in a real Chromium, and what it costs.
import { readFileSync } from 'node:fs';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { findChromium } from '#scripts/chromium.js';
import type { Service } from '#test/support/service.ts';

export interface OpenedPage {
  readonly page: Page;
  /** CPU seconds that the renderer's main thread has used so far. */
  mainThreadSeconds(): number;
  /** JavaScript heap in use, in MB; `settled`: after what can be collected was. */
  heapMegabytes(settled?: 'settled'): Promise<number>;
  close(): Promise<void>;
}

export const canOpenPage = (): boolean => process.platform === 'linux' && findChromium() !== undefined;

const ticksPerSecond = 100;

/** Signed in, at a place of the screens. */
export async function openPage(service: Service, place: string): Promise<OpenedPage> {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-features=SpareRendererForSitePerProcess',
    ],
    chromiumSandbox: false,
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${service.adminUrl}/#token=${encodeURIComponent(service.adminToken)}`);
  await page.getByText('Connected').waitFor();
  await goTo(page, place);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const pids = await renderersOf(await browser.newBrowserCDPSession());
  return {
    page,
    mainThreadSeconds: () => pids.reduce((sum, pid) => sum + mainThreadTicks(pid), 0) / ticksPerSecond,
    async heapMegabytes(settled) {
      if (settled !== undefined) await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 1e6;
    },
    close: () => browser.close(),
  };
}

export const goTo = (page: Page, place: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, place);

/** The page's own, and one that Chromium may keep in hand, which does nothing. */
async function renderersOf(browser: CDPSession): Promise<readonly number[]> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** The main thread of a process bears its number. */
function mainThreadTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
