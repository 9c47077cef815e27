import { expect } from '@playwright/test';
import { startBusyService, startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, lookAt, ofBrowser, openScreen, test } from './screen.ts';

test.describe('with a log of thirty days', () => {
  let service: Service;
  test.beforeAll(async () => {
    service = await startBusyService({ count: 20_000, days: 30 });
  });
  test.afterAll(() => service.stop());

  test('charts are drawn, said in words and kept as tables, over any time and for one integration or key', async ({
    page,
  }) => {
    test.slow();
    await openScreen(page, service, '/charts?span=30d');
    const calls = page.getByRole('img', { name: /^Calls per minute: 18.\d{3} succeeded/ });
    await expect(calls).toBeVisible();
    await expect(calls.locator('canvas')).toBeVisible();
    await expect(
      page.getByRole('img', { name: /^How long executions ran: Half of them within/ }),
    ).toBeVisible();
    await expect(page.getByRole('img', { name: 'Waiting in lanes: Nothing waited.' })).toBeVisible();
    await lookAt(page, 'charts', 1_000);

    await page.getByText('As a table').first().click();
    const table = page.getByRole('table', { name: 'Calls per minute' });
    await expect(table.getByRole('row').nth(60)).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('combobox', { name: 'Integration' }).click();
    await page.getByRole('option', { name: 'Returns' }).click();
    await expect(page).toHaveURL(/#\/charts\?span=30d&integration=abcd5%2FReturns$/);
    await expect(page.getByRole('img', { name: /^Calls per minute: 1.\d{3} succeeded/ })).toBeVisible();
    await page.getByText('15 min', { exact: true }).click();
    await expect(page).toHaveURL(/span=15m/);
    await page.reload();
    await expect(page.getByRole('radio', { name: '15 min' })).toBeChecked();
  });
});

test.describe('with integrations', () => {
  let service: Service;
  test.beforeAll(async () => {
    service = await startService({ integrations: sampleIntegrations });
  });
  test.afterAll(() => service.stop());

  test('charts of an integration that does not exist say so, and lead to the one that may be meant', async ({
    page,
  }) => {
    await openScreen(page, service, '/charts?span=15m&integration=quick/Quik');
    await expect(
      page.getByText('There is no integration quick/Quik. Did you mean quick/Quick?'),
    ).toBeVisible();
    await expect(page.getByRole('img', { name: /^Calls per minute/ })).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'quick/Quick' }).click();
    await expect(page).toHaveURL(/integration=quick%2FQuick/);
    await expect(page.getByRole('img', { name: /^Calls per minute/ })).toBeVisible();
  });

  test(
    'where the drawing cannot be fetched, that is said beside the words of the chart and not as its picture',
    ofBrowser('A window has its code with it.'),
    async ({ page, complaints }) => {
      await page.route('**/assets/Plot-*.js', (route) => route.fulfill({ status: 404 }));
      await openScreen(page, service, '/charts?span=15m');
      const chart = page.getByRole('region', { name: 'Calls per minute' });
      await expect(chart.getByRole('alert')).toContainText('Hookline was probably updated');
      await expect(page.getByRole('img', { name: /^Calls per minute/ })).toHaveCount(0);
      await expectAccessible(page);
      await page.unroute('**/assets/Plot-*.js');
      await chart.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('img', { name: /^Calls per minute/ })).toBeVisible();
      // The browser complains of what it could not fetch.
      complaints.splice(0);
    },
  );

  test('a call is in the chart of its minute at once, and a click on the chart opens the log there', async ({
    page,
  }) => {
    await openScreen(page, service, '/charts?span=15m');
    await expect(page.getByRole('img', { name: 'Calls per minute: No calls.' })).toBeVisible();
    await expect(page.getByText('No calls.', { exact: true }).first()).toBeVisible();
    for (let count = 0; count < 3; count++)
      await fetch(`${service.webhookUrl}/quick/Quick`, { method: 'POST' });
    await fetch(`${service.webhookUrl}/nobody/Here`, { method: 'POST' });
    const calls = page.getByRole('img', { name: 'Calls per minute: 3 succeeded, 1 refused.' });
    await expect(calls).toBeVisible();

    const box = (await calls.locator('.u-over').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect(page).toHaveURL(/#\/calls\?since=.*&until=/);
    await expect(page.getByRole('row')).toHaveCount(5);

    await page.goBack();
    await page.getByText('As a table').first().click();
    await page.getByRole('table', { name: 'Calls per minute' }).getByRole('button').first().press('Enter');
    await expect(page).toHaveURL(/#\/calls\?since=/);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  });
});
