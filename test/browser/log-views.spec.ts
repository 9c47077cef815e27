import { expect, type Page } from '@playwright/test';
import { rareWord } from '../support/busy-log.ts';
import { busyNames } from '../support/busy-service.ts';
import { startBusyService, type Service } from './face.ts';
import { expectAccessible, goTo, lookAt, openScreen, test } from './screen.ts';

const rareEvery = 10_007;
const count = 2 * rareEvery + 400;

let service: Service;
test.beforeAll(async () => {
  service = await startBusyService({ count, days: 20, rareEvery });
});
test.afterAll(() => service.stop());

const table = (page: Page) => page.getByRole('table', { name: 'Calls' });
const chips = (page: Page) => page.getByRole('group', { name: 'Filters' });

test('what narrows the log stands there as chips, each to be taken away, and is in the address', async ({
  page,
}) => {
  test.slow();
  await openScreen(page, service, '/calls');
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: '5xx' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText(/50[04]/);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('combobox', { name: 'Problem' }).fill('step_fai');
  await page.getByRole('option', { name: 'step_failed' }).click();
  await page.getByRole('textbox', { name: 'Longer than' }).fill('500');
  await page.getByRole('textbox', { name: 'Lane' }).fill('abcd0/Orders');
  await page.getByRole('textbox', { name: 'Lane' }).press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\?status=5xx&problem=step_failed&lane=abcd0%2FOrders&longer=500$/);
  await expect(chips(page)).toContainText('answered 5xx');
  await expect(page.getByRole('row').nth(1)).toContainText('Orders');
  await expect(page.getByRole('row').nth(1)).toContainText('the other side answered 500');
  await lookAt(page, 'log-filtered');

  await page.getByRole('button', { name: 'Without the filter answered 5xx' }).click();
  await expect(page).toHaveURL(/\?problem=step_failed&lane=abcd0%2FOrders&longer=500$/);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/#\/calls$/);
});

test('a text is searched for through the whole log, found calls are shown meanwhile, and the search can be stopped', async ({
  page,
}) => {
  await openScreen(page, service, `/calls?text=${rareWord}`);
  await expect(page.getByRole('row')).toHaveCount(3);
  await goTo(page, '/calls?text=nowhere');
  await expect(page.getByText('No call fits')).toBeVisible();
});

test('the address has the call that is open, and shows it in its place in the log', async ({ page }) => {
  await openScreen(page, service, '/calls?text=' + rareWord);
  await page.getByRole('row').nth(2).click();
  const call = page.getByRole('complementary', { name: 'Call' });
  await expect(call).toContainText(rareWord);
  await expect(page).toHaveURL(/&call=[0-9a-f-]{36}$/);
  const id = page.url().slice(-36);

  await goTo(page, `/calls?call=${id}`);
  await page.reload();
  await expect(call).toContainText(rareWord);
  await expect(page.locator('[aria-current]').and(page.getByRole('row'))).toHaveCount(1);
  await expect(page.getByText('held while reading')).toBeVisible();
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(page.getByText('following')).toBeVisible();
});

test('from the newest call to the oldest and back, with the keyboard alone', async ({ page }) => {
  await openScreen(page, service, '/calls');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  const newest = await page.getByRole('row').nth(1).textContent();
  await table(page).focus();
  await page.keyboard.press('End');
  await expect(page.getByText('held while reading')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Newest' })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).not.toHaveText(newest ?? '');
  await page.keyboard.press('End');
  await page.keyboard.press('j');
  await expect(page.locator('[aria-current]').and(page.getByRole('row'))).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Call' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await expect(page.getByText('following')).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toHaveText(newest ?? '');
  await page.keyboard.press('p');
  await expect(page.getByText('paused')).toBeVisible();
  await page.keyboard.press('Control+/');
  const search = page.getByLabel('Search path, headers, body');
  await expect(search).toBeFocused();
  // A letter alone does something in the list only.
  await search.blur();
  await page.keyboard.press('p');
  await page.keyboard.press('/');
  await expect(page.getByText('paused')).toBeVisible();
  await expect(search).not.toBeFocused();
});

test('scrolling up from the oldest brings newer calls above, and moves nothing that is read', async ({
  page,
}) => {
  await openScreen(page, service, `/calls?integration=abcd0/${busyNames[0]}`);
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await table(page).press('End');
  await expect(page.getByRole('button', { name: 'Newest' })).toBeVisible();
  const height = await table(page).evaluate((element) => element.scrollHeight);
  const read = await table(page).evaluate((element) => {
    element.scrollTo({ top: 30 * 26 });
    return element.scrollTop;
  });
  // As much as comes above it, what is read goes down.
  const grown = () =>
    table(page).evaluate(
      (element, [heightBefore, readBefore]) => {
        const [above, below] = [element.scrollHeight - heightBefore, element.scrollTop - readBefore];
        return above >= 200 * 26 && above === below;
      },
      [height, read] as const,
    );
  await expect.poll(grown).toBe(true);
});

test('columns are chosen and remembered, and give way where there is no room', async ({ page }) => {
  await openScreen(page, service, '/calls');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'path' }).check();
  await page.getByRole('checkbox', { name: 'wait' }).uncheck();
  await page.keyboard.press('Escape');
  const heads = () => page.getByRole('columnheader').allTextContents();
  await expect.poll(heads).toContain('path');
  await page.reload();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await expect
    .poll(heads)
    .toEqual(['chosen', 'time', 'integration', 'path', 'method', 'key', 'state', 'run', 'total', 'answered']);
  await page.setViewportSize({ width: 480, height: 800 });
  await expect.poll(heads).toEqual(['chosen', 'time', 'integration', 'state', 'answered']);
});

test('a filter is saved under a name and used again', async ({ page }) => {
  await openScreen(page, service, '/calls?state=failed&method=POST');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('textbox', { name: 'Name of this filter' }).fill('Failed posts');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await goTo(page, '/calls');
  await page.reload();
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('button', { name: 'Failed posts', exact: true }).click();
  await expect(page).toHaveURL(/\?state=failed&method=POST$/);
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('button', { name: 'Delete the filter Failed posts' }).click();
  await expect(page.getByText('No filter is saved')).toBeVisible();
});

test('a filter by an integration that is none says so, and leads to the one that may be meant', async ({
  page,
}) => {
  await openScreen(page, service, '/calls?state=failed&integration=abcd0/Ordrs');
  await expect(
    page.getByText('There is no integration abcd0/Ordrs. Did you mean abcd0/Orders?'),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'abcd0/Orders' }).click();
  await expect(page).toHaveURL(
    /#\/calls\?state=failed&integration=abcd0%2FOrders$|integration=abcd0%2FOrders&state=failed$/,
  );
  await expect(page.getByRole('row').nth(1)).toContainText('Orders');
  await goTo(page, '/calls?method=PUT&integration=abcd0/Orders');
  await expect(page.getByText('No call fits')).toBeVisible();
  await expect(page.getByText('There is no integration')).toBeHidden();
});
