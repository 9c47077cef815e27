// A lane in which ten thousand calls wait, in a real Chromium.
import Database from 'better-sqlite3';
import type { Page } from '@playwright/test';
import { startService, type Service } from '#test/support/service.ts';
import type { Bench, OpenRow, Sample } from '../rows.ts';
import { canOpenPage, goTo, openPage, type OpenedPage } from './open-page.ts';
import { callSteadily } from './steady-calls.ts';
import { watchPage } from './watch-page.ts';

const waiting = 10_000;
/** So many end in a second, and come. */
const moving = 20;
const watchedSeconds = 20;

const crowded = {
  name: 'Crowded',
  code: 'crowd',
  trigger: { authentication: { kind: 'none' }, maxWaiting: 1_000_000, orderedDelivery: true },
  workflow: [{ name: 'rest', kind: 'delay', seconds: 1 / moving }],
};

interface Crowd {
  /** Brings the lane to its ten thousand again: calls end all the time. */
  readonly fill: () => Promise<void>;
  readonly opened: OpenedPage;
  readonly call: (perSecond: number, seconds: number) => Promise<unknown>;
}

let opening: Promise<Crowd> | null = null;

function open(bench: Bench): Promise<Crowd> {
  opening ??= (async () => {
    const service = await startService({ integrations: [crowded] });
    const call = (perSecond: number, seconds: number) =>
      callSteadily(service.webhookUrl, { perSecond, seconds, key: '', paths: ['/crowd/Crowded'] });
    const fill = async () => {
      const missing = waiting - countWaiting(service);
      if (missing > 0) await call(missing, 1);
    };
    const opened = await openPage(service, '/calls');
    const stop = async () => {
      await opened.close();
      await service.stop();
    };
    bench.open.add({ pid: service.pid, url: service.webhookUrl, stop });
    return { opened, call, fill };
  })();
  return opening;
}

function countWaiting({ dataFolder }: Service): number {
  const db = new Database(`${dataFolder}/queue.db`, { readonly: true });
  const count = db.prepare(`SELECT count(*) FROM calls WHERE state = 'waiting'`).pluck().get() as number;
  db.close();
  return count;
}

const row =
  (measure: (crowd: Crowd) => Promise<Sample>): OpenRow =>
  async (bench) => {
    if (!canOpenPage()) return null;
    const crowd = await open(bench);
    return async () => {
      await crowd.fill();
      await goTo(crowd.opened.page, '/settings');
      await crowd.opened.page.getByRole('heading', { name: 'Settings' }).waitFor();
      return measure(crowd);
    };
  };

const lane = (page: Page) => page.getByRole('button', { name: /^Crowded/ });
const calls = (page: Page) => page.getByRole('table', { name: 'Calls of Crowded that run or wait' });

async function showCalls(page: Page): Promise<void> {
  await goTo(page, '/lanes');
  await lane(page).click();
  await calls(page).getByText('behind 4 calls').waitFor();
}

export const laneRows = {
  laneList: row(async ({ opened: { page } }) => {
    const beganMs = performance.now();
    await goTo(page, '/lanes');
    await lane(page).waitFor();
    return { ms: performance.now() - beganMs };
  }),
  laneOpened: row(async ({ opened: { page } }) => {
    await goTo(page, '/lanes');
    await lane(page).waitFor();
    const beganMs = performance.now();
    await lane(page).click();
    await calls(page).getByText('behind 4 calls').waitFor();
    return { ms: performance.now() - beganMs };
  }),
  laneLast: row(async ({ opened: { page } }) => {
    await showCalls(page);
    const beganMs = performance.now();
    await calls(page).press('End');
    await calls(page)
      .getByText(/behind (9|1\d).\d{3} calls/)
      .first()
      .waitFor();
    return { ms: performance.now() - beganMs };
  }),
  laneScrolled: row(async ({ opened }) => {
    await showCalls(opened.page);
    return watchPage(opened, () => scrollDown(opened.page));
  }),
  laneWatched: row(async ({ opened, call }) => {
    await showCalls(opened.page);
    return watchPage(opened, () => call(moving, watchedSeconds));
  }),
} satisfies Record<string, OpenRow>;

const scrolls = 300;

async function scrollDown(page: Page): Promise<void> {
  const { x, y, width, height } = (await calls(page).boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let at = 0; at < scrolls; at++) await page.mouse.wheel(0, 400);
}
