// What is handed to those who call: a page and an OpenAPI document, from a trigger and from a consumer.
import { expect, type Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hookline } from '../main/headless/command-line.ts';
import { savedBy, startService, type Service } from './face.ts';
import { leave, lookAt, openScreen, test, ofBrowser } from './screen.ts';

const key = 'hk_the-key-of-the-shop';
let service: Service;
test.beforeEach(async () => {
  service = await startService();
  const letIn = { authentication: { kind: 'apiKeys', keys: [], consumers: ['Web shop'] } };
  const queryParameters = [{ name: 'warehouse', default: 'MAIN' }];
  const file = join(service.dataFolder, 'shop.json');
  await writeFile(
    file,
    JSON.stringify({
      hookline: 1,
      consumers: [{ label: 'Web shop', key }],
      integrations: [
        { name: 'Orders', code: 'order', trigger: { ...letIn, queryParameters } },
        { name: 'Prices', code: 'price', trigger: letIn },
      ],
    }),
  );
  expect(await hookline(['--data', service.dataFolder, 'apply', file])).toMatchObject({ status: 0 });
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
});

const saved = (page: Page, button: string) =>
  savedBy(page, () => page.getByRole('button', { name: button }).click());

test('a trigger is handed out as a page in two forms, and as an OpenAPI document', async ({ page }) => {
  await openScreen(page, service, '/');
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  await page.getByRole('tab', { name: 'Consumers' }).click();
  const openapi = await saved(page, 'OpenAPI document');
  expect(openapi.name).toBe('Orders.openapi.json');
  expect(JSON.parse(openapi.text)).toMatchObject({
    openapi: '3.1.1',
    servers: [{ url: service.webhookUrl }],
    paths: { '/order/Orders': { post: { parameters: [{ name: 'warehouse' }] } } },
  });
  await page.getByRole('button', { name: 'Hand-out' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand-out: Orders' });
  await expect(dialog.getByLabel('Preview')).toContainText(
    `${service.webhookUrl}/order/Orders?warehouse=MAIN`,
  );
  await expect(dialog.getByLabel('Preview').getByRole('heading', { name: 'Orders' })).toBeVisible();
  await expect(dialog.getByRole('table').first().getByRole('columnheader').first()).toBeVisible();
  await expect(dialog.getByText('# Orders')).toBeHidden();
  await lookAt(page, 'hand-out');
  const html = await saved(page, 'Download as HTML');
  expect([html.name, html.text.startsWith('<!doctype html>')]).toEqual(['Orders.html', true]);
  const markdown = await saved(page, 'Download as Markdown');
  expect([markdown.name, markdown.text.split('\n')[0]]).toEqual(['Orders.md', '# Orders']);
});

test(
  'a consumer is handed a page of all that its key opens, which is readable by itself',
  ofBrowser('The page is opened by itself.'),
  async ({ page }) => {
    await openScreen(page, service, '/consumers');
    await page.getByRole('button', { name: 'Hand-out: Web shop' }).click();
    await expect(page.getByRole('dialog').getByLabel('Preview')).toContainText('Prices');
    await expect(page.getByRole('dialog').getByRole('heading', { name: 'Prices' })).toBeVisible();
    const html = await saved(page, 'Download as HTML');
    expect(html.text).not.toContain(key);
    const file = join(tmpdir(), `hookline-hand-out-${process.pid}.html`);
    await writeFile(file, html.text);
    await page.goto(`file://${file}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Web shop');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: `test-results/screens/hand-out-page-${colorScheme}.png`,
        fullPage: true,
      });
    }
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(paper).toBe('rgb(255, 255, 255)');
  },
);
