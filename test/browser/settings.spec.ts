// Settings that somebody changes on the screens while others change them too.
import { expect } from '@playwright/test';
import type { SettingsChange } from '#shared/model/settings-change.ts';
import { startService, type Service } from './face.ts';
import { answersOf, held } from './held-answers.ts';
import { leave, lookAt, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(async () => {
  await service.stop();
});

async function ask(init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${service.adminUrl}/api/settings`, { ...init, headers });
  expect(answer.status).toBe(200);
  return answer.json();
}
/** As another person does, or `hookline settings set`. */
const changeElsewhere = (change: SettingsChange) =>
  ask({ method: 'PATCH', body: JSON.stringify({ change }) });

test('what others save meanwhile stands in the form and stays, whatever is saved here', async ({ page }) => {
  await openScreen(page, service, '/settings');
  const days = page.getByLabel('Days', { exact: true });
  const mayReachHere = page.getByLabel(/^Workflows may send requests to this machine/);
  await expect(mayReachHere).toBeChecked();

  // Nothing is changed here: the form follows without a word.
  await changeElsewhere({ retention: { days: 20 } });
  await expect(days).toHaveValue('20');
  await expect(page.getByText('Unsaved changes')).toBeHidden();

  await days.fill('7');
  await changeElsewhere({ network: { privateDestinations: false } });
  await expect(mayReachHere).not.toBeChecked();
  await expect(page.getByText(/^Somebody else has saved other settings meanwhile/)).toBeVisible();
  await expect(days).toHaveValue('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await ask()).toMatchObject({ retention: { days: 7 }, network: { privateDestinations: false } });
  await expect(page.getByText(/^Somebody else/)).toBeHidden();
  await leave(page);
});

test('a setting that was changed here and elsewhere says so, and what is saved is what somebody chose', async ({
  page,
}) => {
  await openScreen(page, service, '/settings');
  const days = page.getByLabel('Days', { exact: true });
  await days.fill('9');
  await changeElsewhere({ retention: { days: 8 } });
  await expect(page.getByText('Changed elsewhere meanwhile: 8.')).toBeVisible();
  await expect(days).toHaveValue('9');
  await lookAt(page, 'settings-meanwhile', 1400);

  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(days).toHaveValue('8');
  await days.fill('11');
  await Promise.all([
    changeElsewhere({ retention: { days: 10 } }),
    expect(page.getByText('Changed elsewhere meanwhile: 10.')).toBeVisible(),
  ]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await ask()).toMatchObject({ retention: { days: 11 } });
  await leave(page);
});

test('what is typed while settings are saved stays, and is laid at nobody’s door', held, async ({ page }) => {
  const answers = await answersOf(page);
  await openScreen(page, service, '/settings');
  const days = page.getByLabel('Days', { exact: true });
  await days.fill('3');
  answers.hold();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(ask).toMatchObject({ retention: { days: 3 } });
  await days.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('1');
  answers.let();
  await expect(page.getByRole('button', { name: 'Save' })).not.toHaveAttribute('data-loading');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await expect(days).toHaveValue('31');
  await expect(days).toBeFocused();
  await expect(page.getByText(/meanwhile/)).toHaveCount(0);
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await ask()).toMatchObject({ retention: { days: 312 } });
  await leave(page);
});

test('leaving settings that are not saved asks about the settings', async ({ page }) => {
  await openScreen(page, service, '/settings');
  await page.getByLabel('Days', { exact: true }).fill('12');
  await page.getByRole('link', { name: 'Lanes' }).click();
  await expect(page.getByRole('dialog')).toContainText('There are changes on this page that are not saved.');
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible();
  await leave(page);
});
