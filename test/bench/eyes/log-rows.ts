// The log and the charts over a million stored calls, in a real Chromium; and calls streaming in while somebody looks.
import Database from 'better-sqlite3';
import type { Page } from '@playwright/test';
import { rareWord } from '#test/support/busy-log.ts';
import { busyNames, keyOf, startBusyService } from '#test/support/busy-service.ts';
import type { Service } from '#test/support/service.ts';
import type { Bench, OpenRow, Sample } from '../rows.ts';
import { canOpenPage, goTo, openPage, type OpenedPage } from './open-page.ts';
import { callSteadily } from './steady-calls.ts';
import { watchPage } from './watch-page.ts';

const stored = 1_000_000;
const perSecond = 5_000;
const streamSeconds = Number(process.env['BENCH_STREAM_SECONDS'] ?? 60);

interface Busy {
  readonly service: Service;
  readonly opened: OpenedPage;
}

let opening: Promise<Busy> | null = null;

/** The service with its million calls and the page, which the rows share. */
function open(bench: Bench): Promise<Busy> {
  opening ??= (async () => {
    const service = await startBusyService({ count: stored, days: 30 });
    const opened = await openPage(service, '/lanes');
    const stop = async () => {
      await opened.close();
      await service.stop();
    };
    bench.open.add({ pid: service.pid, url: service.webhookUrl, stop });
    return { service, opened };
  })();
  return opening;
}

/** The time from `act` to what is then awaited; from another screen each time. */
const timed =
  (
    act: (page: Page) => Promise<unknown>,
    until: (page: Page) => Promise<unknown>,
    from = '/lanes',
  ): OpenRow =>
  async (bench) => {
    if (!canOpenPage()) return null;
    const { page } = (await open(bench)).opened;
    return async () => {
      await goTo(page, from);
      await (from === '/lanes' ? page.getByLabel('Filter lanes').waitFor() : firstRow(page).waitFor());
      const beganMs = performance.now();
      await act(page);
      await until(page);
      return { ms: performance.now() - beganMs };
    };
  };

const to = (place: string) => (page: Page) => goTo(page, place);
const firstRow = (page: Page) => page.getByRole('table', { name: 'Calls' }).getByRole('row').nth(1);
const rowWith = (words: readonly string[]) => (page: Page) =>
  words.reduce((row, hasText) => row.filter({ hasText }), firstRow(page)).waitFor();
const charts = (page: Page) =>
  page
    .getByRole('img', { name: /^Calls per minute: .*succeeded/ })
    .locator('canvas')
    .waitFor();

export const logRows = {
  logLoad: timed(
    async (page) => {
      await goTo(page, '/calls');
      await page.reload();
    },
    (page) => firstRow(page).waitFor(),
  ),
  logOpen: timed(to('/calls'), (page) => firstRow(page).waitFor()),
  logFilter: timed(
    to('/calls?state=failed&integration=abcd5/Returns'),
    rowWith(['Returns', 'failed']),
    '/calls',
  ),
  logFirstFound: timed(to(`/calls?text=${rareWord}`), (page) => firstRow(page).waitFor()),
  logSearched: timed(to('/calls?text=nowhere'), (page) =>
    page.getByText('No call fits').waitFor({ timeout: 60_000 }),
  ),
  logOldest: timed(
    (page) => page.getByRole('table', { name: 'Calls' }).press('End'),
    (page) => page.getByRole('button', { name: 'Newest' }).waitFor(),
    '/calls',
  ),
  charts24h: timed(to('/charts?span=24h'), charts),
  charts30d: timed(to('/charts?span=30d'), charts),
  logScrolled: async (bench) => {
    if (!canOpenPage()) return null;
    const { opened } = await open(bench);
    return async () => {
      await goTo(opened.page, '/lanes');
      await goTo(opened.page, '/calls');
      await firstRow(opened.page).waitFor();
      return watchPage(opened, () => scrollDown(opened.page));
    };
  },
  streamFollowed: async (bench) => streamRow(bench, follow),
  streamHeld: async (bench) => streamRow(bench, hold),
} satisfies Record<string, OpenRow>;

const scrolls = 300;

async function scrollDown(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.getByRole('table', { name: 'Calls' }).boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let at = 0; at < scrolls; at++) await page.mouse.wheel(0, 600);
}

/** Gives how many of the calls that were stored meanwhile the page does not have. */
type Look = (page: Page, during: () => Promise<number>) => Promise<number>;

/** Measured once, however many rounds there are: it takes a minute. */
async function streamRow(bench: Bench, look: Look): Promise<(() => Promise<Sample>) | null> {
  if (!canOpenPage()) return null;
  const { service, opened } = await open(bench);
  let taken: Promise<Sample> | null = null;
  const measure = async (): Promise<Sample> => {
    await goTo(opened.page, '/lanes');
    await goTo(opened.page, '/calls');
    await firstRow(opened.page).waitFor();
    let missing = NaN;
    let sent: Sample = {};
    const watched = await watchPage(opened, async () => {
      missing = await look(opened.page, async () => {
        const before = newest(service);
        sent = await callSteadily(service.webhookUrl, {
          perSecond,
          seconds: streamSeconds,
          key: keyOf('ERP'),
          paths: busyNames.map((name, at) => `/abcd${at}/${name}`),
        });
        return newest(service) - before;
      });
    });
    return { ...watched, ...sent, missing };
  };
  return () => (taken ??= measure());
}

/** What the page keeps of a log that goes on and on. */
const keptRows = 20_000;
const rowPx = 26;
const settleMs = 1_000;
const settle = () => new Promise((resolve) => setTimeout(resolve, settleMs));

async function follow(page: Page, during: () => Promise<number>): Promise<number> {
  const rows = () =>
    page
      .locator('[role=rowgroup]')
      .nth(1)
      .evaluate((element) => element.clientHeight);
  const before = (await rows()) / rowPx;
  const came = await during();
  await settle();
  return Math.min(keptRows, before + came) - (await rows()) / rowPx;
}

async function hold(page: Page, during: () => Promise<number>): Promise<number> {
  await page.getByRole('button', { name: 'Pause' }).click();
  const came = await during();
  await settle();
  const told = await page.getByRole('button', { name: / new$/ }).textContent();
  return Math.min(keptRows, came) - Number(told?.replace(/\D/g, ''));
}

function newest({ dataFolder }: Service): number {
  const db = new Database(`${dataFolder}/queue.db`, { readonly: true });
  const sequence = db.prepare('SELECT max(sequence) FROM calls').pluck().get() as number;
  db.close();
  return sequence;
}
