// Consumers of the whole installation: one key for several triggers, looked after in one place.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { expectAccessible, goTo, leave, lookAt, openScreen, takeFromMenu, test } from './screen.ts';
import { save, savedAs } from './setup-page.ts';

const none = { authentication: { kind: 'apiKeys', keys: [] } };

let service: Service;
test.beforeEach(async () => {
  service = await startService({
    integrations: ['Orders', 'Prices'].map((name) => ({
      name,
      code: name.toLowerCase().slice(0, 5),
      trigger: none,
    })),
  });
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
});

const row = (page: Page, label: string) =>
  page.getByRole('row').filter({ has: page.getByRole('cell', { name: label, exact: true }) });
const send = async (path: string, key: string) =>
  (await fetch(`${service.webhookUrl}/${path}`, { method: 'POST', headers: { 'x-api-key': key } })).status;
const sendAll = (key: string) => Promise.all([send('order/Orders', key), send('price/Prices', key)]);

async function letIn(page: Page, trigger: string, label: string): Promise<void> {
  await goTo(page, '/');
  await page.getByRole('link', { name: trigger, exact: true }).click();
  await page.getByRole('combobox', { name: 'Use a consumer' }).click();
  await page.getByRole('option', { name: label }).click();
  await page.keyboard.press('Escape');
  await save(page);
  await savedAs(page, 2);
}

test('a consumer is made once, let in by two triggers, and looked after for both at once', async ({
  page,
}) => {
  await openScreen(page, service, '/consumers');
  await expect(page.getByText('No consumers yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New consumer' }).click();
  const dialog = page.getByRole('dialog', { name: 'New consumer' });
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByLabel('Label')).toHaveAccessibleDescription(/A label is required/);
  await dialog.getByLabel('Label').fill('ERP');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  const key = await dialog.getByLabel('Key', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(row(page, 'ERP')).toContainText('no trigger');
  expect(await sendAll(key)).toEqual([401, 401]);

  await letIn(page, 'Orders', 'ERP');
  await letIn(page, 'Prices', 'ERP');
  expect(await sendAll(key)).toEqual([202, 202]);
  await lookAt(page, 'consumer-picked');
  await page.getByRole('tab', { name: 'Consumers' }).click();
  await expect(page.getByRole('region', { name: 'ERP' })).toContainText('x-api-key: <key of ERP>');
  await page.getByRole('navigation').getByRole('link', { name: 'Consumers' }).click();
  await expect(row(page, 'ERP').getByRole('link')).toHaveText(['Orders', 'Prices']);
  await expect(row(page, 'ERP')).toContainText(/ago\s*2/);

  await takeFromMenu(page, 'More: ERP', 'Rotate…');
  const rotation = page.getByRole('dialog', { name: 'Rotate ERP' });
  await rotation.getByLabel('New key').fill('hk_the-new-key-of-the-erp');
  await expect(rotation).toContainText('The key has another value at once.');
  await rotation.getByRole('button', { name: 'Rotate' }).click();
  await expect(page.getByText(/^The value before the rotation works until/)).toBeVisible();
  expect([await sendAll(key), await sendAll('hk_the-new-key-of-the-erp')]).toEqual([
    [202, 202],
    [202, 202],
  ]);
  await lookAt(page, 'consumers');

  await page.getByRole('button', { name: 'Delete: ERP' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alert')).toContainText('Triggers let this consumer in');
  await page.getByRole('button', { name: 'Disable: ERP' }).click();
  await expect(row(page, 'ERP')).toContainText('disabled');
  expect(await sendAll(key)).toEqual([403, 403]);
});
