// What the shell says while something needs a person, whichever page is open. The alarms are real: the disk counts as
// full below a bound that no disk reaches.
import { expect, type Page } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { lookAt, openScreen, test } from './screen.ts';

const open = { authentication: { kind: 'none' }, methods: ['POST'] };

let service: Service;
test.beforeAll(async () => {
  service = await startService({ integrations: [{ name: 'Quick', code: 'quick', trigger: open }] });
});
test.afterAll(() => service.stop());

const alarms = (page: Page) => page.getByRole('region', { name: 'Alarms' });

/** The free bytes below which nothing is accepted; null: the usual ones. */
async function stopBelow(stopBytes: number | null): Promise<void> {
  const headers = { authorization: `Bearer ${service.adminToken}`, 'content-type': 'application/json' };
  const address = `${service.adminUrl}/api/settings`;
  const settings: { readonly disk: object } = await (await fetch(address, { headers })).json();
  const body = JSON.stringify({ ...settings, disk: { ...settings.disk, stopBytes } });
  expect((await fetch(address, { method: 'PUT', headers, body })).status).toBe(200);
}

test('a full disk is said on every page with what becomes of calls, and is over when there is room', async ({
  page,
}) => {
  await stopBelow(2 ** 50);
  await openScreen(page, service, '/calls');
  const note = alarms(page).getByRole('alert');
  await expect(note).toContainText(
    /The disk is full: \d+ [MG]iB left\. Calls are refused with 503 until \d+ GiB are free\. .* Since [\d:]+\./,
  );
  expect((await fetch(`${service.webhookUrl}/quick/Quick`, { method: 'POST' })).status).toBe(503);
  await lookAt(page, 'alarm-disk-full');
  await page.getByRole('navigation').getByRole('link', { name: 'Lanes' }).click();
  await expect(note).toBeVisible();
  await stopBelow(null);
  await expect(alarms(page)).toBeHidden();
  expect((await fetch(`${service.webhookUrl}/quick/Quick`, { method: 'POST' })).status).toBe(202);
});
