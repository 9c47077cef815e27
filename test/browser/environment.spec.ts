// The environment page: values, secrets and connections as a designer sets them.
import { expect, type Locator, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { applyFile } from '../desktop/apply-file.ts';
import { startService, type Service } from './face.ts';
import { expectAccessible, leave, lookAt, openScreen, test } from './screen.ts';

let service: Service;
const tell = {
  name: 'Tell',
  code: 'tells',
  trigger: { authentication: { kind: 'none' }, requestResponse: true },
};
test.beforeEach(async () => {
  service = await startService({ integrations: [{ ...tell, dataProcessing: '"nothing yet"' }] });
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
});

/** In a process of its own, since the driver is built for the Node.js of Hookline. */
function makeDatabase(file: string): void {
  const code = `new (require('better-sqlite3'))(process.argv[1]).exec('CREATE TABLE items (id)').close()`;
  execFileSync('node_modules/.bin/node', ['-e', code, file]);
}

async function pick(page: Page, at: Locator, option: string): Promise<void> {
  await at.click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('cell', { name, exact: true }) });

test('a secret is set, replaced and deleted, and never shown', async ({ page }) => {
  await openScreen(page, service, '/environment');
  await expect(page.getByText('expressions and code see it as env.NAME')).toBeVisible();
  await expectAccessible(page);
  await lookAt(page, 'environment-empty');
  await page.getByRole('button', { name: 'New value' }).click();
  const dialog = page.getByRole('dialog', { name: 'New value' });
  await dialog.getByText('Secret', { exact: true }).click();
  await dialog.getByLabel('Name').fill('1ST');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/no digit first/);
  await dialog.getByLabel('Name').fill('ERP_PASSWORD');
  await dialog.getByRole('textbox', { name: 'Secret' }).fill('hunter-two');
  await lookAt(page, 'environment-secret');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'ERP_PASSWORD')).toContainText('secret');
  await expect(row(page, 'ERP_PASSWORD')).toContainText('no integration');

  await page.getByRole('button', { name: 'Replace ERP_PASSWORD' }).click();
  const replacing = page.getByRole('dialog', { name: 'Replace ERP_PASSWORD' });
  await expect(replacing.getByRole('textbox', { name: 'Secret' })).toHaveValue('');
  await replacing.getByRole('textbox', { name: 'Secret' }).fill('hunter-three');
  await replacing.getByRole('button', { name: 'Save' }).click();
  await expect(replacing).toBeHidden();
  expect(await page.content()).not.toContain('hunter');

  await page.getByRole('button', { name: 'Delete ERP_PASSWORD' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('None yet. A value is')).toBeVisible();
});

test('a value and a secret of several lines keep them, and the secret is masked', async ({ page }) => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----\n';
  const set = async (what: string, name: string, text: string) => {
    await page.getByRole('button', { name: 'New value' }).click();
    const dialog = page.getByRole('dialog', { name: 'New value' });
    await dialog.getByRole('radiogroup').getByText(what, { exact: true }).click();
    await dialog.getByLabel('Name').fill(name);
    const field = dialog.getByRole('textbox', { name: what });
    await field.fill(text);
    return { dialog, field };
  };
  await openScreen(page, service, '/environment');
  const { dialog, field } = await set('Secret', 'CLIENT_KEY', pem);
  await expect(field).toHaveCSS('-webkit-text-security', 'disc');
  await lookAt(page, 'environment-lines');
  await dialog.getByRole('button', { name: 'Show what is typed' }).click();
  await expect(field).toHaveCSS('-webkit-text-security', 'none');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'CLIENT_KEY')).toContainText('secret');
  // The end of the line that a token is often copied with is no part of it, and Enter saves.
  const token = await set('Secret', 'TOKEN', 'hunter-two\n');
  await token.dialog.getByRole('button', { name: 'Save' }).click();
  const greeting = await set('Value', 'GREETING', 'Hello,');
  await greeting.field.press('Shift+Enter');
  await greeting.field.pressSequentially('world');
  await greeting.dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Change GREETING' }).click();
  const changing = page.getByRole('dialog', { name: 'Change GREETING' });
  await expect(changing.getByRole('textbox', { name: 'Value' })).toHaveValue('Hello,\nworld');
  await changing.getByRole('textbox', { name: 'Value' }).fill('Hi');
  await changing.getByRole('textbox', { name: 'Value' }).press('Enter');
  await expect(row(page, 'GREETING')).toContainText('Hi');
  const expression = '{ "lines": $count($split(env.CLIENT_KEY, "\\n")), "token": $length(env.TOKEN) }';
  const workflow = [{ kind: 'transform', name: 'measure', expression }];
  expect(await applyFile(service.dataFolder, { ...tell, workflow })).toMatchObject({ status: 0 });
  const answer = await fetch(`${service.webhookUrl}/tells/Tell`, { method: 'POST' });
  expect(await answer.json()).toEqual({ lines: 4, token: 10 });
});

test('a connection is tested before it is saved, and its secret stays where it is not typed again', async ({
  page,
}) => {
  makeDatabase(join(service.dataFolder, 'stock.db'));
  await openScreen(page, service, '/environment');
  await page.getByRole('button', { name: 'New connection' }).click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog.getByLabel('Name').fill('stock');
  await dialog.getByLabel('File').fill('stok.db');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is no file');
  await dialog.getByLabel('File').fill('stock.db');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('note')).toContainText(/It works, after \d+ ms: It is SQLite 3/);
  await lookAt(page, 'environment-tested');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'stock')).toContainText('SQLite');

  await page.getByRole('button', { name: 'New connection' }).click();
  await pick(page, dialog.getByRole('combobox', { name: 'Kind' }), 'HTTP');
  await dialog.getByLabel('Name').fill('erp');
  await dialog.getByLabel('Base address').fill(service.adminUrl);
  await pick(
    page,
    dialog.getByRole('group', { name: 'Authentication' }).getByRole('combobox'),
    'Bearer token',
  );
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('This field is required');
  await dialog.getByRole('textbox', { name: 'Token' }).fill('hunter-two');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: "Hookline's own" })).toBeVisible();
  await expectAccessible(page);
  await lookAt(page, 'environment-http');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'erp')).toContainText('HTTP');

  await page.getByRole('button', { name: 'Change or test erp' }).click();
  const known = page.getByRole('dialog', { name: 'erp' });
  await expect(known.getByRole('textbox', { name: 'Token' })).toHaveAttribute('placeholder', /^Kept/);
  await known.getByLabel('Base address').fill('http://127.0.0.1:9/');
  await known.getByRole('button', { name: 'Save' }).click();
  await expect(known).toBeHidden();
  expect(await page.content()).not.toContain('hunter');
  await lookAt(page, 'environment');
});
