// A window as narrow as a phone's shows what matters whole; and the keyboard goes where it is sent.
import { expect, type Locator } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { type Peer, startPeer } from '../support/peer.ts';
import { slowUntil } from './sample-integrations.ts';
import { goTo, openScreen, test } from './screen.ts';

/** As long as a name may be. */
const longName = 'N'.repeat(100);

const rested = Promise.withResolvers<object>();
let peer: Peer;
let service: Service;
test.beforeAll(async () => {
  peer = await startPeer(() => rested.promise);
  const usual = slowUntil(peer.url);
  service = await startService({ integrations: [...usual, { ...usual[0]!, name: longName, code: 'long1' }] });
});
test.afterAll(async () => {
  rested.resolve({});
  await service.stop();
  await peer.close();
});

const send = (path: string) => fetch(`${service.webhookUrl}${path}`, { method: 'POST', body: '{}' });

/** Nothing that stands in it goes beyond it, once it has found its width. */
const expectWhole = (element: Locator): Promise<void> =>
  expect.poll(() => element.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);

test('in a narrow window the log, the integrations and the keys have no word cut and nothing beside them', async ({
  page,
}) => {
  await page.setViewportSize({ width: 480, height: 800 });
  await send('/quick/Quick');
  await openScreen(page, service, '/calls');
  const state = page.getByRole('row').filter({ hasText: 'Quick' }).getByText('succeeded').first();
  await expect(state).toBeVisible();
  await expectWhole(state);
  await expectWhole(page.getByRole('table', { name: 'Calls' }));
  await expect(page.getByRole('columnheader', { name: 'answered' })).toBeInViewport({ ratio: 1 });

  // Where the reason is long, the state before it stays whole.
  await page.setViewportSize({ width: 1024, height: 800 });
  await send('/quick/Quack');
  // As a text of its own: it may be the end of a time too.
  const unknown = page.getByRole('row').filter({ has: page.getByText('404', { exact: true }) });
  const refused = unknown.getByText('refused', { exact: true });
  await expect(refused.first()).toBeVisible();
  await expectWhole(refused.first());
  // … and the reason keeps clear of what was answered.
  const reason = unknown.locator('[aria-colspan]').first();
  await page.setViewportSize({ width: 768, height: 800 });
  await expect.poll(() => reason.evaluate((it) => it.lastElementChild!.scrollWidth - it.clientWidth)).toBe(0);
  await page.setViewportSize({ width: 480, height: 800 });

  await goTo(page, '/');
  await expect(page.getByRole('button', { name: 'Export: Guarded' })).toBeInViewport({ ratio: 1 });
  await page.getByRole('link', { name: 'Guarded' }).click();
  const row = page.getByRole('row').filter({ hasText: 'ERP' });
  for (const name of ['Copy the key ERP', 'Delete: ERP', 'More: ERP']) {
    await row.getByRole('button', { name }).scrollIntoViewIfNeeded();
    await expect(row.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  }
  await expectWhole(page.locator('main'));

  await goTo(page, '/settings');
  await expect(
    page.getByRole('button', { name: 'Copy the address of: Screens and admin API' }),
  ).toBeInViewport({ ratio: 1 });
  await goTo(page, '/lanes');
  await expect(page.getByRole('columnheader', { name: 'waiting' })).toBeInViewport({ ratio: 1 });
});

test('the longest name leaves the lists all their columns, and the filters of the log stand in one row', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openScreen(page, service, '/');
  await expect(page.getByRole('link', { name: longName })).toBeVisible();
  await expect(page.getByRole('button', { name: `Export: ${longName}` })).toBeInViewport({ ratio: 1 });
  await goTo(page, '/lanes');
  const lane = page.getByRole('button', { name: longName });
  await expect(lane).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'empty in about' })).toBeInViewport({ ratio: 1 });
  await expectWhole(lane);
  await goTo(page, '/calls');
  await expect(page.getByRole('button', { name: 'Saved filters' })).toBeInViewport({ ratio: 1 });
  const filters = page.getByRole('search').locator('input[aria-label], button');
  await expect
    .poll(() =>
      filters.evaluateAll(
        (all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().bottom))).size,
      ),
    )
    .toBe(1);
});

test('on a phone a query parameter has all its fields in sight, each under its name', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 800 });
  await openScreen(page, service, '/integrations/new');
  await page.getByRole('button', { name: 'Add query parameter' }).click();
  for (const name of [
    'Parameter name',
    'Default value',
    'Type',
    'Required',
    'Several values',
    'Description',
  ]) {
    const field = page.getByLabel(name, { exact: true }).first();
    await field.scrollIntoViewIfNeeded();
    await expect(field).toBeInViewport({ ratio: 1 });
  }
  await expect(page.getByRole('button', { name: 'Delete query parameter' })).toBeInViewport({ ratio: 1 });
  await expectWhole(page.locator('main'));
});

test('the log has a column of places as long as calls wait', async ({ page }) => {
  await openScreen(page, service, '/calls?integration=quick/Quick');
  await send('/quick/Quick');
  await expect(page.getByRole('row').filter({ hasText: 'succeeded' }).first()).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'place' })).toBeHidden();
  await expect(page.getByRole('columnheader', { name: 'key' })).toBeHidden();
  await goTo(page, '/calls?integration=slow1/Slow');
  for (let count = 0; count < 2; count++) await send('/slow1/Slow');
  await expect(page.getByRole('columnheader', { name: 'place' })).toBeVisible();
  // … and none any more when nothing waits.
  rested.resolve({});
  await expect(page.getByRole('columnheader', { name: 'place' })).toBeHidden();
});

test('the first stop of the keyboard leads past the rail', async ({ page }) => {
  await openScreen(page, service, '/lanes');
  await expect(page.getByRole('heading', { name: 'Lanes' })).toBeVisible();
  // Before the lanes have come there is nothing to stop at.
  await expect(page.locator('main').locator('a, button, input').first()).toBeVisible();
  const skip = page.getByRole('button', { name: 'Skip to content' });
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('main :focus')).toHaveCount(1);
});

test('Space chooses the call that is selected, and what is read stays where it is', async ({ page }) => {
  await send('/quick/Quick');
  await openScreen(page, service, '/calls?integration=quick/Quick');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('table', { name: 'Calls' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('held while reading')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('row').getByRole('checkbox', { checked: true })).toHaveCount(1);
  await expect(page.getByText('held while reading')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('row').getByRole('checkbox', { checked: true })).toHaveCount(0);
  const resume = page.getByRole('button', { name: 'Resume' });
  await expectWhole(resume.getByText('Resume'));
  await resume.press('Space');
  await expect(page.getByText('following')).toBeVisible();
});
