import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { authority, issue } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { savedBy, startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, goTo, leave, lookAt, openScreen, test } from './screen.ts';

let service: Service;
test.beforeEach(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
});

const certificates = (page: Page) => page.getByRole('table', { name: 'Certificates' });

async function switchOn(page: Page): Promise<number> {
  const port = await freePort();
  await openScreen(page, service, '/settings');
  await page.getByLabel('Receive calls over HTTPS').check();
  await page.getByLabel('HTTPS port').fill(String(port));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  return port;
}

test('HTTPS is switched on in the settings, with a certificate made by Hookline, and triggers have both addresses', async ({
  page,
}) => {
  test.slow();
  const port = await switchOn(page);
  await expect(page.getByRole('table', { name: 'Listeners' })).toContainText(`127.0.0.1:${port}`);
  await expect(certificates(page)).toContainText('localhost');
  await expect(certificates(page)).toContainText(/\d+ days left/);
  await page.getByLabel('Receive calls over HTTP', { exact: true }).uncheck();
  await page.getByLabel('Receive calls over HTTPS').uncheck();
  await expect(page.getByText(/nobody can call a trigger/)).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await lookAt(page, 'https-settings', 1400);
  await page.getByRole('button', { name: 'Trust the local authority' }).click();
  const dialog = page.getByRole('dialog');
  const authorityFile = await savedBy(page, () =>
    dialog.getByRole('button', { name: 'Download hookline-authority.crt' }).click(),
  );
  expect(authorityFile.text).toMatch(/^-----BEGIN CERTIFICATE-----/);
  for (const platform of ['Windows', 'macOS', 'Debian, Ubuntu', 'Firefox', 'curl', 'Node.js', 'Java']) {
    await expect(dialog.getByRole('region', { name: platform, exact: true })).toBeVisible();
  }
  await lookAt(page, 'https-trust');
  await page.keyboard.press('Escape');
  await goTo(page, '/');
  await page.getByRole('link', { name: 'Quick' }).click();
  const addressBeside = (name: string) => page.locator('dd', { has: page.getByLabel(name) }).locator('.mono');
  await expect(addressBeside('Copy the https address')).toHaveText(`https://127.0.0.1:${port}/quick/Quick`);
  await expect(addressBeside('Copy the http address')).toHaveText(`${service.webhookUrl}/quick/Quick`);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('HTTPS only').check();
  await expect(page.getByText('This trigger takes HTTPS only.')).toBeVisible();
});

test('a certificate of its own is uploaded; what is wrong with it is said at the field before it is used', async ({
  page,
}, testInfo) => {
  test.slow();
  await switchOn(page);
  const root = await authority('Our authority');
  const host = await issue({ name: 'hooks', names: ['hooks.example.com'], by: root, toDays: 20 });
  const other = await issue({ name: 'other', names: ['other.example.com'], by: root });
  const file = async (name: string, text: string) => {
    const path = join(testInfo.outputDir, name);
    await mkdir(testInfo.outputDir, { recursive: true });
    await writeFile(path, text);
    return path;
  };
  await page.getByRole('button', { name: 'Add certificate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Check and add' }).click();
  await expect(dialog.getByText('A file is required.')).toBeVisible();
  const choose = async (label: string, path: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialog.getByRole('button', { name: label, exact: true }).click(),
    ]);
    await chooser.setFiles(path);
  };
  await choose('Certificate', await file('host.pem', host.certificate));
  await choose('Key', await file('other.key', other.key));
  await dialog.getByRole('button', { name: 'Check and add' }).click();
  await expect(dialog.getByText(/The private key does not belong to this certificate/)).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/screens/https-wrong-key-light-1280.png' });
  await choose('Key', await file('host.key', host.key));
  await dialog.getByRole('button', { name: 'Check and add' }).click();
  await expect(dialog).toBeHidden();
  const row = certificates(page).getByRole('row').filter({ hasText: 'hooks.example.com' });
  await expect(row).toContainText('ends soon');
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText('hooks.example.com');
  await certificates(page).scrollIntoViewIfNeeded();
  await lookAt(page, 'https-own', 1400);
  await row.getByRole('button', { name: 'Remove: hooks.example.com' }).click();
  const asked = page.getByRole('dialog', { name: 'Remove hooks.example.com' });
  await expect(asked).toContainText('The certificate and its key are deleted');
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await row.getByRole('button', { name: 'Remove: hooks.example.com' }).click();
  await asked.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);

  await page.getByRole('button', { name: 'Add certificate' }).click();
  await dialog.getByText('Files of the service').click();
  await dialog.getByLabel('Certificate file').fill('/nowhere/host.pem');
  await dialog.getByRole('button', { name: 'Check and add' }).click();
  await expect(dialog.getByLabel('Certificate file')).toHaveAccessibleDescription(
    /\/nowhere\/host\.pem is not there/,
  );
  await dialog.getByText('ACME').click();
  await expect(dialog.getByLabel('Host names')).toBeVisible();
  await lookAt(page, 'https-acme');
});
