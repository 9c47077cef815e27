// The keys of a trigger over their life, as a designer sees them.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { leave, lookAt, openScreen, takeFromMenu, test } from './screen.ts';
import { save, savedAs } from './setup-page.ts';

const dayMs = 24 * 3_600_000;
const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();
const shopEnds = inDays(5.5);
const erp = 'hk_the-key-of-the-erp';

let service: Service;
test.beforeEach(async () => {
  service = await startService({
    integrations: [
      {
        name: 'Orders',
        code: 'order',
        trigger: {
          authentication: {
            kind: 'apiKeys',
            keys: [
              { label: 'ERP', key: erp },
              { label: 'Shop', key: 'hk_the-key-of-the-shop', expiresAt: shopEnds },
              { label: 'Fair', key: 'hk_the-key-of-the-fair', expiresAt: inDays(-2) },
            ],
          },
        },
      },
    ],
  });
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
});

const keyRow = (page: Page, label: string | RegExp) =>
  page.getByRole('row').filter({ has: page.getByRole('cell', { name: label, exact: true }) });
const send = (key: string) =>
  fetch(`${service.webhookUrl}/order/Orders`, { method: 'POST', headers: { 'x-api-key': key } });

/** As it is kept. */
async function endOf(label: string): Promise<string | null | undefined> {
  const answer = await fetch(`${service.adminUrl}/api/integrations`, {
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
  const [orders] = (await answer.json()) as { id: string }[];
  const found = await fetch(`${service.adminUrl}/api/integrations/${orders!.id}`, {
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
  const { trigger } = (await found.json()) as {
    trigger: { authentication: { keys: { label: string; expiresAt: string | null }[] } };
  };
  return trigger.authentication.keys.find((key) => key.label === label)?.expiresAt;
}

async function openKeys(page: Page): Promise<void> {
  await openScreen(page, service, '/');
  await page.getByRole('link', { name: 'Orders' }).click();
  await expect(page.getByRole('button', { name: 'Add New Key' })).toBeVisible();
}

test('a key says when it ends, and is given another end', async ({ page }) => {
  await openKeys(page);
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText(
    /API keys that end: Fair of Orders expired on .*, Shop of Orders expires on/,
  );
  await expect(keyRow(page, 'Shop')).toContainText('expires in 5 days');
  await expect(keyRow(page, 'Fair')).toContainText('expired');
  await expect(keyRow(page, 'ERP')).toContainText('never');
  await lookAt(page, 'keys');
  expect((await send(erp)).status).toBe(202);

  await takeFromMenu(page, 'More: ERP', 'Expiry…');
  const dialog = page.getByRole('dialog', { name: 'Expiry of ERP' });
  await dialog.getByLabel('Expires').fill('2020-01-31T12:00');
  await expect(dialog.getByLabel('Expires')).toHaveAccessibleDescription(/^This is over already/);
  await dialog.getByRole('button', { name: 'Change' }).click();
  await save(page);
  await savedAs(page, 2);
  await expect(keyRow(page, 'ERP')).toContainText('2020-01-31');
  expect((await send(erp)).status).toBe(403);
});

test('a day without a time is no end of a key, and what is not touched is not cut', async ({ page }) => {
  await openKeys(page);
  const expiry = async (label: string) => {
    await takeFromMenu(page, `More: ${label}`, 'Expiry…');
    return page.getByRole('dialog', { name: `Expiry of ${label}` });
  };
  const dialog = await expiry('ERP');
  await dialog.getByLabel('Expires').focus();
  await page.keyboard.type('01312028');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Give a day and a time, or neither.')).toBeVisible();
  await expect(dialog.getByLabel('Expires')).toBeFocused();
  // From the year on.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('1005AM');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(keyRow(page, 'ERP')).toContainText('2028-01-31');
  const untouched = await expiry('Shop');
  await untouched.getByRole('button', { name: 'Change' }).click();
  await expect(untouched).toBeHidden();
  await expect(keyRow(page, 'Shop').getByText('expires in 5 days')).toBeVisible();
  await save(page);
  await savedAs(page, 2);
  expect(await endOf('Shop')).toBe(shopEnds);
});

test('a key says who used it when and how often, beside its row and on the tab Consumers', async ({
  page,
}) => {
  for (let call = 0; call < 3; call++) await send(erp);
  await openKeys(page);
  await expect(keyRow(page, 'ERP')).toContainText(/\d+ \S+ ago\s*3\s*never/);
  await expect(keyRow(page, 'Fair')).toContainText(/never\s*0/);
  await page.getByRole('tab', { name: 'Consumers' }).click();
  const consumer = page.getByRole('region', { name: 'ERP' });
  await expect(consumer).toContainText(/Last used \d+ \S+ ago from 127\.0\.0\.1; 3 calls in 30 days\./);
  await expect(consumer.getByRole('img', { name: /^Calls per day \(UTC\)\. \S+: 3$/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Fair' })).toContainText('Not used yet.');
  await lookAt(page, 'consumers-tab');
});

test(
  'a key is rotated, and the value before it works for as long as was chosen',
  { tag: '@both' },
  async ({ page }) => {
    await openKeys(page);
    await takeFromMenu(page, 'More: ERP', 'Rotate…');
    const dialog = page.getByRole('dialog', { name: 'Rotate ERP' });
    await expect(dialog.getByLabel('Days that both work')).toHaveValue('7');
    await lookAt(page, 'key-rotate');
    await dialog.getByLabel('New key').fill('short');
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    await expect(dialog.getByLabel('New key')).toHaveAccessibleDescription(/A key has 8 to 512/);
    await dialog.getByLabel('New key').fill('hk_the-new-key-of-the-erp');
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    await expect(keyRow(page, 'ERP')).toContainText('rotated when saved');
    await save(page);
    await savedAs(page, 2);
    for (const key of [erp, 'hk_the-new-key-of-the-erp']) expect((await send(key)).status).toBe(202);
    await expect(
      page.getByText(/^The value before the rotation works until \d{4}-\d\d-\d\d; last used \d+ \S+ ago\.$/),
    ).toBeVisible();
    await lookAt(page, 'key-rotated');
  },
);

test('where keys are shown once, a new one is copied before it is saved, or never', async ({ page }) => {
  await openScreen(page, service, '/settings');
  await page.getByLabel('Show keys once only').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await openKeys(page);
  await page.getByRole('button', { name: 'Add New Key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add New Key' });
  await dialog.getByLabel('Label').fill('Till');
  await expect(dialog.getByLabel('Key', { exact: true })).toHaveAccessibleDescription(/Copy it now/);
  await dialog.getByRole('button', { name: 'Generate' }).click();
  const key = await dialog.getByLabel('Key', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Copy the key Till' })).toBeVisible();
  await save(page);
  await savedAs(page, 2);
  await expect(page.getByRole('button', { name: 'Copy the key Till' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Copy the key ERP' })).toBeVisible();
  expect((await send(key)).status).toBe(202);
});

test('a key has a rate and addresses of its own', async ({ page }) => {
  await openKeys(page);
  await takeFromMenu(page, 'More: ERP', 'Limits…');
  const dialog = page.getByRole('dialog', { name: 'Limits of ERP' });
  await dialog.getByLabel('Rate limit').check();
  await dialog.getByLabel('Calls allowed').fill('1');
  await dialog.getByLabel('In seconds').fill('3600');
  await dialog.getByLabel('Allowed addresses').fill('10.0.0.0/99 ');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByLabel('Allowed addresses')).toHaveAttribute('aria-invalid', 'true');
  await lookAt(page, 'key-limits');
  const addresses = dialog.getByLabel('Allowed addresses');
  await addresses.press('Backspace');
  await addresses.fill('127.0.0.1 ');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(keyRow(page, /^ERP/)).toContainText('one call in 3600 s, from 127.0.0.1');
  await save(page);
  await savedAs(page, 2);
  expect([(await send(erp)).status, (await send(erp)).status]).toEqual([202, 429]);
});

test('a key that cannot be copied says why', async ({ page }) => {
  await openKeys(page);
  const headers = { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' };
  const [orders] = (await (await fetch(`${service.adminUrl}/api/integrations`, { headers })).json()) as {
    id: string;
    code: string;
    name: string;
  }[];
  const draft = { code: orders!.code, name: orders!.name, trigger: { authentication: { kind: 'none' } } };
  const saved = await fetch(`${service.adminUrl}/api/integrations/${orders!.id}`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ draft }),
  });
  expect(saved.status).toBe(200);
  await page.getByRole('button', { name: 'Copy the key ERP' }).press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This key does not exist; it may have been deleted.');
  await lookAt(page, 'key-not-copied');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert')).toBeHidden();
});
