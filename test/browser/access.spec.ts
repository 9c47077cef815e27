// Access tokens on the screens: made by an operator, used by somebody who may less.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { nameField, save, savedAs } from './setup-page.ts';
import { expectAccessible, goTo, lookAt, openScreen, test, ofBrowser } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: sampleIntegrations });
});
test.afterAll(() => service.stop());

async function newToken(label: string, role: string): Promise<{ id: string; value: string }> {
  const answer = await fetch(`${service.adminUrl}/api/access/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ label, role }),
  });
  const { token, value } = await answer.json();
  return { id: token.id, value };
}

test(
  'a token is made in the settings, shown once, used, and revoked',
  ofBrowser('Somebody else signs in with it.'),
  async ({ page, browser }) => {
    await openScreen(page, service, '/settings');
    await page.getByRole('button', { name: 'Add token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(dialog.getByLabel('Label')).toHaveAccessibleDescription(/required/);
    await dialog.getByLabel('Label').fill('Help desk');
    await dialog.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'designer' }).click();
    await expect(dialog.getByText(/Makes integrations and keys too/)).toBeVisible();
    await expectAccessible(page);
    // A click beside it does not throw away what was typed.
    await page.mouse.click(5, 5);
    await expect(dialog.getByLabel('Label')).toHaveValue('Help desk');
    await page.screenshot({ path: 'test-results/screens/Token-add.png' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    const value = String(await dialog.getByTestId('token').textContent());
    expect(value).toMatch(/^hkt_/);
    await page.mouse.click(5, 5);
    await page.keyboard.press('Escape');
    await expect(dialog.getByTestId('token')).toHaveText(value);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Done' }).click();
    const table = page.getByRole('table', { name: 'Access tokens' });
    await expect(table).toContainText('Help desk');
    await lookAt(page, 'Access-tokens', 1400);
    expect(await page.content()).not.toContain(value);

    const theirs = await browser.newPage();
    await theirs.goto(`${service.adminUrl}/#token=${value}`);
    await expect(theirs.getByText('Help desk: designer')).toBeVisible();
    await table.getByRole('button', { name: 'Revoke: Help desk' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByText('None yet.')).toBeVisible();
    await expect(theirs.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
    await theirs.close();
  },
);

const signIn = (page: Page, token: string): Promise<void> =>
  page.evaluate((value) => {
    location.hash = `token=${value}`;
  }, token);
const revoke = (id: string) =>
  fetch(`${service.adminUrl}/api/access/tokens/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
const notSignedIn = (page: Page) => page.getByRole('heading', { name: 'Not signed in' });

test(
  'a page that was opened without a token goes on when it is given one',
  ofBrowser('A window has no token.'),
  async ({ page }) => {
    await page.goto(service.adminUrl);
    await expect(notSignedIn(page)).toBeVisible();
    await signIn(page, service.adminToken);
    await expect(page.getByRole('status', { name: 'State of the runtime' })).toContainText(/HTTP .*:\d+/);
  },
);

test(
  'a page whose token ends keeps what was typed on it until somebody signs in again',
  ofBrowser('A window has no token.'),
  async ({ page }) => {
    const [first, second] = [await newToken('Before', 'designer'), await newToken('After', 'designer')];
    await openScreen(page, { ...service, adminToken: first.value }, '/');
    await page.getByRole('link', { name: 'Quick' }).click();
    await nameField(page).fill('Typed');
    await revoke(first.id);
    await expect(notSignedIn(page)).toBeVisible();
    await lookAt(page, 'signed-out');
    await signIn(page, second.value);
    await expect(notSignedIn(page)).toBeHidden();
    await expect(nameField(page)).toHaveValue('Typed');
    await expect(page.getByText('After: designer')).toBeVisible();
    expect(page.url()).not.toContain(second.value);
    await save(page);
    await savedAs(page, 2);
    await nameField(page).fill('Quick');
    await save(page);
    await savedAs(page, 3);
  },
);

test(
  'a dialog waits under the page whose token has ended, and has the focus again',
  ofBrowser('A window has no token.'),
  async ({ page }) => {
    const { id, value } = await newToken('Ending', 'operator');
    await openScreen(page, { ...service, adminToken: value }, '/settings');
    await page.getByRole('button', { name: 'Add token' }).click();
    const label = page.getByRole('dialog', { name: 'Add token' }).getByLabel('Label');
    await label.fill('Typed');
    await revoke(id);
    await expect(page.getByRole('dialog', { name: 'Not signed in' })).toBeFocused();
    for (const key of ['Control+K', 'Tab', 'Escape']) await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name: 'Go to' })).toHaveCount(0);
    await signIn(page, service.adminToken);
    await expect(notSignedIn(page)).toBeHidden();
    await expect(label).toBeFocused();
    await expect(label).toHaveValue('Typed');
  },
);

test(
  'whoever may only read sees everything, and each action says why it is not theirs',
  ofBrowser('A window has no token, and may do everything.'),
  async ({ page }) => {
    const { value } = await newToken('Night shift', 'support');
    await fetch(`${service.webhookUrl}/quick/Quick`, { method: 'POST', body: '{}' });
    await openScreen(page, { ...service, adminToken: value }, '/');
    const why = 'This needs the role designer; the token of this page has the role support.';
    const create = page.getByRole('button', { name: 'New integration' });
    await expect(create).toHaveAccessibleDescription(why);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Quick' }).click();
    for (const name of ['Save', 'Delete', 'Test']) {
      await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(why);
    }
    await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await lookAt(page, 'Support-setup');
    await goTo(page, '/lanes');
    await page.getByRole('button', { name: 'Quick' }).click();
    await expect(page.getByRole('button', { name: 'Hold' }).first()).toHaveAccessibleDescription(why);
    await goTo(page, '/calls');
    await expect(page.getByRole('row').filter({ hasText: 'Quick' }).first()).toBeVisible();
    await goTo(page, '/settings');
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAccessibleDescription(
      /needs the role operator/,
    );
    await expect(page.getByRole('button', { name: 'Add token' })).toHaveAccessibleDescription(
      /needs the role operator/,
    );
    await expectAccessible(page);
  },
);

test('the data key is rotated and the doctor asked, and both say what came of it', async ({ page }) => {
  await openScreen(page, service, '/settings');
  await page.getByRole('button', { name: 'Rotate the data key' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate', exact: true }).click();
  await expect(
    page.getByText(/^Rotated: .* sealed under a new data key\. .* make a new backup now\.$/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Look now' }).click();
  const findings = page.getByRole('list', { name: 'Findings' });
  await expect(findings).toContainText('A file in the data folder');
  await expect(page.getByText('All is well.')).toBeVisible();
  await lookAt(page, 'Doctor', 2400);
});
