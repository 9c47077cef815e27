// The data key of the desktop app in the system's keychain, and what becomes of it where that does not open.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { launch, test } from './launch.ts';
import { double } from '#scripts/desktop-binaries.js';

async function started(folder: string, keychain?: string): Promise<{ app: ElectronApplication; page: Page }> {
  const environment: Record<string, string> = keychain === undefined ? {} : { DOUBLE_KEYCHAIN: keychain };
  const app = await launch(double, folder, { environment });
  const page = await app.firstWindow();
  await expect(page.getByText('Connected')).toBeVisible();
  return { app, page };
}

/** Makes a trigger with one key. */
async function makeKey(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New integration' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Guarded');
  await page.getByRole('button', { name: 'Add authentication' }).click();
  await page.getByRole('menuitem', { name: 'ApiKeys' }).click();
  await page.getByRole('button', { name: 'Add New Key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label').fill('ERP');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Version 1 is live now.')).toBeVisible();
}

const settings = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Data key' })).toBeVisible();
};

test('the keychain opens the data key, at the next launch too', { tag: '@double' }, async ({ folder }) => {
  // Three launches.
  test.slow();
  const first = await started(folder, 'open');
  await makeKey(first.page);
  await settings(first.page);
  await expect(first.page.getByText('A file that the keychain of this computer opens')).toBeVisible();
  await first.app.close();
  expect(existsSync(join(folder, 'data-key'))).toBe(false);
  // Somebody has to type their password first.
  const second = await started(folder, 'slow');
  await settings(second.page);
  await second.page.getByRole('button', { name: 'Rotate the data key' }).click();
  await second.page.getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(second.page.getByText('Rotated: one secret sealed under a new data key.')).toBeVisible();
  await second.app.close();
  const third = await started(folder, 'open');
  await settings(third.page);
  await expect(third.page.getByRole('button', { name: 'Rotate the data key' })).toBeVisible();
  await third.app.close();
  expect(readdirSync(folder).filter((name) => name.startsWith('data-key'))).toEqual(['data-key.sealed']);
});

test(
  'where the keychain is locked or gone, the app starts, says what is missing and harms nothing',
  { tag: '@double' },
  async ({ folder }) => {
    test.slow();
    const first = await started(folder, 'open');
    await makeKey(first.page);
    await first.app.close();
    for (const keychain of ['locked', undefined]) {
      await test.step(keychain ?? 'gone', async () => {
        const { app, page } = await started(folder, keychain);
        await expect(page.getByText(/The data key is not opened: .*data-key\.sealed/)).toBeVisible();
        await settings(page);
        const whatHelps = /which does not do so now\. Unlock the keychain and start the desktop app again/;
        await expect(page.getByText(whatHelps)).toBeVisible();
        await page.getByRole('button', { name: 'Begin with a new data key' }).click();
        await expect(page.getByRole('dialog').getByText(whatHelps)).toBeVisible();
        await app.close();
        expect(existsSync(join(folder, 'data-key'))).toBe(false);
      });
    }
    const last = await started(folder, 'open');
    await expect(last.page.getByText(/The data key is (lost|not opened)/)).toHaveCount(0);
    await last.app.close();
  },
);

test(
  'a keychain that does not answer at the first start keeps nobody out: the key is in a file until it does',
  { tag: '@double' },
  async ({ folder }) => {
    test.slow();
    const first = await started(folder, 'silent');
    await settings(first.page);
    expect(existsSync(join(folder, 'data-key'))).toBe(true);
    expect(readFileSync(join(folder, 'hookline.log'), 'utf8')).toContain('The keychain did not answer.');
    await first.app.close();
    const second = await started(folder, 'open');
    await settings(second.page);
    await expect(second.page.getByText('A file that the keychain of this computer opens')).toBeVisible();
    await second.app.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('data-key'))).toEqual(['data-key.sealed']);
  },
);

test(
  'a keychain that answers after the start takes the key from then on',
  { tag: '@double' },
  async ({ folder }) => {
    const { app, page } = await started(folder, 'slow');
    expect(readFileSync(join(folder, 'hookline.log'), 'utf8')).toContain('The keychain did not answer.');
    await settings(page);
    await expect(page.getByText('A file that the keychain of this computer opens')).toBeVisible();
    await expect
      .poll(() => readdirSync(folder).filter((name) => name.startsWith('data-key')))
      .toEqual(['data-key.sealed']);
    await app.close();
  },
);

test(
  'where Electron has nothing but the password of its own program, the key is in a file and is said to be',
  { tag: '@double' },
  async ({ folder }) => {
    // The desktop is one with a keychain, whose password nobody types.
    const { app, page } = await started(folder, 'locked');
    await settings(page);
    await expect(page.getByText('A file in the data folder')).toBeVisible();
    await app.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('data-key'))).toEqual(['data-key']);
  },
);
