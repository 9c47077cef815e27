// What the tests of the workflow editor do over and over.
import { expect, type Page } from '@playwright/test';

export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** Takes the only completion left, as a person does who has seen it: a list just opened takes no key for 75 ms. */
export async function takeOption(page: Page, name: RegExp): Promise<void> {
  await expect(page.getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('option', { name, selected: true })).toBeVisible();
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
}

/** A made-up request, by the keyboard and the mouse. */
export async function makeUp(page: Page, query: string, body: string): Promise<void> {
  await page.getByRole('button', { name: 'Make a request up' }).click();
  const dialog = page.getByRole('dialog', { name: 'A request that is made up' });
  await dialog.getByLabel('Query').fill(query);
  await dialog.getByLabel('Body').fill(body);
  await dialog.getByRole('button', { name: 'Use it' }).click();
}
