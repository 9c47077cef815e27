// What a trigger promises beyond the manual page: folded away until asked for, set or at fault.
import { expect, type Page } from '@playwright/test';
import type { Integration } from '#shared/model/integration.ts';
import { startService, type Service } from './face.ts';
import { expectAccessible, lookAt, openScreen, test } from './screen.ts';
import { create, endpointOf, nameField, save, savedAs } from './setup-page.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService();
});
test.afterAll(() => service.stop());

const more = (page: Page) => page.getByRole('button', { name: 'More', exact: true });
const advanced = (page: Page) => page.getByRole('button', { name: 'Advanced', exact: true });

async function savedTrigger(name: string): Promise<Integration['trigger']> {
  const answer = await fetch(`${service.adminUrl}/api/integrations`, {
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
  const all: Integration[] = await answer.json();
  return all.find((one) => one.name === name)!.trigger;
}

test('the page begins as simple as the manual has it', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Simple');
  await page.getByLabel('Ordered Delivery').check();
  await expect(more(page)).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByLabel('One lane for each')).toBeHidden();
  await expect(page.getByLabel('Attempts')).toBeHidden();
  await save(page);
  await savedAs(page, 2);
  expect((await savedTrigger('Simple')).orderedDelivery).toEqual({ by: null, onFailure: 'continue' });
  await page.reload();
  await expect(page.getByLabel('Ordered Delivery')).toBeChecked();
  await expect(more(page)).toHaveAttribute('aria-expanded', 'false');
});

test('every promise that was filled in is saved, and in sight when the page is opened again', async ({
  page,
}) => {
  await openScreen(page, service, '/');
  await create(page, 'Promised');
  await page.getByLabel('Ordered Delivery').check();
  await more(page).click();
  await page.getByLabel('One lane for each').check();
  const by = page.getByRole('textbox', { name: 'One lane for each value of' });
  await by.fill('body.customerId');
  await page.getByLabel('Hold the lane until somebody decides').check();
  await page.getByLabel('Concurrency').fill('2');
  await page.getByLabel('Attempts').fill('3');
  await page.getByLabel('Waits in seconds').fill('1, 5 30');
  await page.getByLabel('Jitter').fill('0');
  await page.getByLabel('At most once').check();
  await advanced(page).click();
  await page.getByLabel('Rate limit for all calls together').check();
  await page.getByLabel('Calls allowed').fill('50');
  await page.getByLabel('In seconds', { exact: true }).fill('10');
  await page.getByLabel('Idempotency-Key').check();
  await page.getByLabel('Hours').fill('2');
  await page.getByLabel('webhook-id').check();
  await page.getByLabel('Days').fill('7');
  await page.getByLabel('Bytes', { exact: true }).fill('1048576');
  await expectAccessible(page);
  await save(page);
  await savedAs(page, 2);
  const promised = {
    orderedDelivery: { by: 'body.customerId', onFailure: 'hold' },
    concurrency: 2,
    retry: { attempts: 3, waitSeconds: [1, 5, 30], jitter: 0 },
    delivery: 'atMostOnce',
    rateLimit: { calls: 50, perSeconds: 10 },
    idempotency: { header: 'webhook-id', hours: 2 },
    retention: { days: 7, calls: null, bytes: 1_048_576 },
  };
  expect(await savedTrigger('Promised')).toMatchObject(promised);
  await lookAt(page, 'promises', 2000);

  await page.reload();
  await expect(more(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(advanced(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(by).toHaveText('body.customerId');
  await expect(page.getByLabel('Waits in seconds')).toHaveValue('1, 5, 30');
  await expect(page.getByText('Unsaved changes')).toBeHidden();
  await page.getByLabel('Days').fill('');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await page.getByLabel('Days').fill('7');
  await expect(page.getByText('Unsaved changes')).toBeHidden();

  const address = await endpointOf(page);
  const send = () =>
    fetch(address, { method: 'POST', headers: { 'webhook-id': 'one' }, body: '{"customerId":7}' });
  const [first, again] = [await send(), await send()];
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('x-call-id')).toBe(first.headers.get('x-call-id'));
});

test('a fault in what is folded away opens it, at the field', async ({ page }) => {
  await openScreen(page, service, '/');
  await create(page, 'Faulty');
  await page.getByLabel('Ordered Delivery').check();
  await more(page).click();
  await page.getByLabel('One lane for each').check();
  await more(page).click();
  const by = page.getByRole('textbox', { name: 'One lane for each value of' });
  const said = page.getByRole('main').getByRole('status').first();
  await save(page);
  await expect(by).toBeFocused();
  await expect(page.getByText('This field is required.')).toBeVisible();

  // What only the runtime can know comes back to the same place.
  await by.fill('body.customerId ?');
  await more(page).click();
  await save(page);
  await expect(said).toHaveText('Not saved: one field is not valid, on Setup.');
  await expect(by).toHaveAttribute('aria-invalid', 'true');
  await expect(by).toBeFocused();
  await expectAccessible(page);
  await by.fill('body.customerId');
  await expect(by).toHaveAttribute('aria-invalid', 'false');

  const waits = page.getByLabel('Waits in seconds');
  await waits.fill('1, soon');
  await more(page).click();
  await save(page);
  await expect(waits).toBeFocused();
  await expect(waits).toHaveAccessibleDescription(/One to twenty numbers/);
  await waits.fill('1, 2');
  await expect(waits).not.toHaveAccessibleDescription(/One to twenty numbers/);

  await advanced(page).click();
  await page.getByLabel('Rate limit for all calls together').check();
  await page.getByLabel('In seconds', { exact: true }).fill('0');
  await advanced(page).click();
  await save(page);
  await expect(page.getByLabel('In seconds', { exact: true })).toBeFocused();
  await page.getByLabel('In seconds', { exact: true }).fill('1');
  await save(page);
  await savedAs(page, 2);
  await expect(nameField(page)).toHaveValue('Faulty');
});
