// A save takes a moment, and nobody waits for it with their hands off the keys.
import { expect, type Page } from '@playwright/test';
import { field, tab } from './editor-page.ts';
import { startService, type Service } from './face.ts';
import { answersOf, held } from './held-answers.ts';
import { goTo, leave, lookAt, ofBrowser, openScreen, test } from './screen.ts';
import { create, endpointOf, nameField, savedAs } from './setup-page.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(() => service.stop());
test.afterEach(({ page }) => leave(page));

const pressSave = (page: Page) => page.keyboard.press('ControlOrMeta+s');
const saving = (page: Page) =>
  expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('data-loading');

test('what is typed while a save is under way stays, with the cursor in it', held, async ({ page }) => {
  const answers = await answersOf(page);
  await openScreen(page, service, '/');
  await create(page, 'TypedOn');
  await tab(page, 'Workflow');
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('combobox', { name: 'Kind of step' }).fill('transform');
  await page.keyboard.press('Enter');
  const expression = field(page, 'Expression');
  await expression.click();
  await page.keyboard.type('body.a');
  answers.hold();
  await pressSave(page);
  await saving(page);
  await page.keyboard.type('mount');
  answers.let();
  await expect(page.getByText('Version 2 is live now. What was typed since is not saved.')).toBeVisible();
  await expect(expression).toBeFocused();
  await page.keyboard.type(' + 1');
  await expect(expression).toHaveText('body.amount + 1');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await pressSave(page);
  await savedAs(page, 3);
  await expect(expression).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(expression).not.toHaveText('body.amount + 1');
});

test('a save that is asked for during another follows it, and blames nobody', held, async ({ page }) => {
  const answers = await answersOf(page);
  await openScreen(page, service, '/');
  await create(page, 'Twice');
  await page.getByRole('button', { name: 'Add query parameter' }).click();
  await page.getByLabel('Parameter name').fill('first');
  answers.hold();
  await pressSave(page);
  await saving(page);
  await pressSave(page);
  await page.keyboard.type('Two');
  await pressSave(page);
  answers.let();
  await savedAs(page, 3);
  await expect(page.getByLabel('Parameter name')).toHaveValue('firstTwo');
  await expect(page.getByLabel('Parameter name')).toBeFocused();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test(
  'a new integration that is saved while its name is typed keeps what was typed',
  held,
  async ({ page }) => {
    const answers = await answersOf(page);
    await openScreen(page, service, '/');
    await goTo(page, '/integrations/new');
    await nameField(page).fill('Made');
    answers.hold();
    await pressSave(page);
    await saving(page);
    await page.keyboard.type('Later');
    answers.let();
    await expect(page).toHaveURL(/integrations\/[0-9a-f-]{36}\/setup$/);
    await expect(nameField(page)).toHaveValue('MadeLater');
    await expect(nameField(page)).toBeFocused();
    // It is guarded at its new place.
    await page.getByRole('link', { name: 'Lanes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
    await pressSave(page);
    await savedAs(page, 2);
    expect((await fetch(await endpointOf(page), { method: 'POST' })).status).toBe(202);
    // Another one begins anew.
    await goTo(page, '/integrations/new');
    await expect(nameField(page)).toHaveValue('');
  },
);

test(
  'a save after the one that made an integration says what is wrong at its place',
  held,
  async ({ page }) => {
    const answers = await answersOf(page);
    await openScreen(page, service, '/');
    await goTo(page, '/integrations/new');
    await nameField(page).fill('Queued');
    answers.hold();
    await pressSave(page);
    await saving(page);
    await tab(page, 'Workflow');
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.getByRole('combobox', { name: 'Kind of step' }).fill('transform');
    await page.keyboard.press('Enter');
    await pressSave(page);
    // It shows the list of integrations, which is fetched again after a save.
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog');
    await expect(palette).toBeVisible();
    await answers.letUntil('Queued');
    await expect(page).toHaveURL(/integrations\/[0-9a-f-]{36}\/workflow$/);
    answers.let();
    await expect(page.getByText('Not saved: one field is not valid, on Workflow.')).toBeVisible();
    await expect(palette.getByRole('option', { name: 'Queued' })).toBeVisible();
    // Nobody is asked whether to leave.
    await expect(palette).toHaveCount(1);
    await page.keyboard.press('Escape');
    await field(page, 'Expression').fill('body');
    await pressSave(page);
    await savedAs(page, 2);
  },
);

test('a save waits for no list that is fetched again after the one before', held, async ({ page }) => {
  const answers = await answersOf(page);
  await openScreen(page, service, '/');
  await create(page, 'Prompt');
  await page.getByRole('button', { name: 'Add query parameter' }).click();
  await page.getByLabel('Parameter name').fill('first');
  answers.hold();
  await pressSave(page);
  await answers.letUntil('first');
  await savedAs(page, 2);
  await page.getByLabel('Parameter name').fill('second');
  await pressSave(page);
  await saving(page);
  answers.let();
  await savedAs(page, 3);
});

test('keys that a save made are known as such without a row being made anew', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Keyed');
  await page.getByRole('button', { name: 'Add authentication' }).click();
  await page.getByRole('menuitem', { name: 'ApiKeys' }).click();
  await page.getByRole('button', { name: 'Add New Key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add New Key' });
  await dialog.getByLabel('Label').fill('ERP');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'ERP' });
  await expect(row).toContainText('not saved yet');
  await page.getByRole('button', { name: 'Disable: ERP' }).focus();
  await pressSave(page);
  await savedAs(page, 2);
  await expect(row).not.toContainText('not saved yet');
  await expect(page.getByRole('button', { name: 'Disable: ERP' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('disabled');
  await pressSave(page);
  await savedAs(page, 3);
});

/** Somebody else opens the same integration, and saves it with ordered delivery. */
async function saveElsewhere(page: Page): Promise<void> {
  const other = await page.context().browser()!.newPage();
  await openScreen(other, service, new URL(page.url()).hash.slice(1));
  await other.getByLabel('Ordered Delivery').check();
  await pressSave(other);
  await savedAs(other, 2);
  await other.close();
}

const twoPeople = ofBrowser('Two people are there.');

test('somebody else’s save stops this one until it was looked at', twoPeople, async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Shared');
  await saveElsewhere(page);
  await page.getByLabel('Request-Response').check();
  await pressSave(page);
  await expect(page.getByRole('alert')).toContainText('saved by somebody else');
  await lookAt(page, 'saved-elsewhere');
  await page.getByRole('button', { name: 'Drop mine and load version 2' }).click();
  await expect(page.getByLabel('Ordered Delivery')).toBeChecked();
  await expect(page.getByLabel('Request-Response')).not.toBeChecked();
});

test('whoever sees what somebody else saved may save over it', twoPeople, async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Over');
  await saveElsewhere(page);
  await page.getByLabel('Request-Response').check();
  await pressSave(page);
  await page.getByRole('button', { name: 'Compare mine with version 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mine and version 2' });
  await expect(dialog.locator('.cm-changedLine', { hasText: 'orderedDelivery: false' })).toBeVisible();
  await expect(dialog.locator('.cm-changedLine', { hasText: 'timeoutSeconds: 30' })).toBeVisible();
  await expect(dialog.locator('.cm-deletedChunk').first()).toContainText('orderedDelivery:');
  await lookAt(page, 'compare-mine', 900);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Save mine over version 2' }).click();
  await savedAs(page, 3);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByLabel('Ordered Delivery')).not.toBeChecked();
  await expect(page.getByLabel('Request-Response')).toBeChecked();
});

test('the newest version is live, whichever one the page shows', twoPeople, async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Newest');
  await saveElsewhere(page);
  await tab(page, 'Versions');
  const row = (name: RegExp) => page.getByRole('row', { name });
  await expect(row(/^v2/)).toContainText('live now');
  await expect(row(/^v1/)).not.toContainText('live now');
  await expect(page.getByRole('button', { name: /^Restore version/ })).toHaveAccessibleName(
    'Restore version 1',
  );
});
