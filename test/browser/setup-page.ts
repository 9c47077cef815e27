// What the tests of the setup page do over and over.
import { expect, type Page } from '@playwright/test';
import { goTo } from './screen.ts';

export const nameField = (page: Page) => page.getByLabel('Name', { exact: true });
export const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
export const savedAs = (page: Page, version: number) =>
  expect(page.getByText(`Version ${version} is live now.`)).toBeVisible();
export const endpointOf = async (page: Page): Promise<string> =>
  (await page
    .locator('dd', { has: page.getByLabel('Copy the http address') })
    .locator('.mono')
    .textContent()) ?? '';

export async function create(page: Page, name: string): Promise<void> {
  await goTo(page, '/integrations/new');
  await nameField(page).fill(name);
  await save(page);
  await savedAs(page, 1);
}
