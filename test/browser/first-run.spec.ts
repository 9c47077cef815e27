// A new installation in a browser, and what a file would change, seen by everybody.
import { expect } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { lookAt, openScreen, leave, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(async () => {
  await service.stop();
});

const file = `hookline: 1
settings:
  retention: { days: 7 }
consumers:
  - { label: Web shop }
integrations:
  - name: Orders
    trigger: { authentication: { kind: apiKeys, keys: [{ label: ERP }] } }
  - name: Prices
    trigger: { authentication: { kind: none } }
`;

test('a new installation says what to do, and an installation file is looked at before it is applied', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await expect(page.getByText(service.webhookUrl, { exact: true })).toBeVisible();
  await lookAt(page, 'first-run');
  await page.getByRole('link', { name: 'Lanes' }).click();
  await expect(page.getByText('No lanes yet')).toBeVisible();
  await expect(page.getByLabel('Filter lanes')).toBeHidden();
  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.getByRole('link', { name: 'Open a file' }).click();
  await expect(page.getByText('No file is open')).toBeVisible();
  const choose = async (name: string, text: string, button: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: button }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
  };
  await choose(
    'wrong.yaml',
    file.replace('days: 7', 'days: many').replace('label: ERP', 'label: ERP, key: { env: ERP_KEY }'),
    'Choose a file',
  );
  await expect(page.getByRole('row', { name: /^3 settings\.retention\.days/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^8 .*ERP_KEY is not set/ })).toBeVisible();
  await lookAt(page, 'import-mistakes');
  await choose('installation.yaml', file, 'Choose another');
  await expect(page.getByRole('row', { name: 'Setting retention.days changes 30 → 7' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Consumer Web shop is created/ })).toBeVisible();
  await lookAt(page, 'import-plan');
  await page.getByRole('button', { name: 'Apply' }).click();
  const made = page.getByRole('region', { name: 'Keys that were made' });
  await expect(made.getByText(/^hk_/)).toHaveCount(2);
  await page.getByRole('link', { name: 'Go to the integrations' }).click();
  await expect(page.getByRole('link', { name: 'Orders' })).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Expose on the network…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/one trigger without: .*Prices\. Other machines are refused/)).toBeVisible();
  await lookAt(page, 'expose');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await leave(page);
});
