import { expect, type Page } from '@playwright/test';
import { freePort, takePort } from '../support/free-port.ts';
import { startService, type Service } from './face.ts';
import { sampleIntegrations } from './sample-integrations.ts';
import { expectAccessible, goTo, lookAt, openScreen, test } from './screen.ts';

const places = {
  Integrations: '/',
  'Live log': '/calls',
  Lanes: '/lanes',
  Charts: '/charts',
  Consumers: '/consumers',
  Settings: '/settings',
};

async function lookAround(page: Page, service: Service, state: string): Promise<void> {
  await openScreen(page, service, '/');
  for (const [name, place] of Object.entries(places)) {
    await goTo(page, place);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await lookAt(page, `${name}-${state}`, 800, [480, 1024, 1920]);
  }
}

test.describe('with nothing yet', () => {
  let service: Service;
  test.beforeAll(async () => {
    service = await startService();
  });
  test.afterAll(() => service.stop());

  test('every screen can be used by all', async ({ page }) => {
    test.slow();
    await openScreen(page, service, '/calls');
    await expect(page.getByText('No calls yet')).toBeVisible();
    await goTo(page, '/lanes');
    await expect(page.getByText('No lanes yet')).toBeVisible();
    await lookAround(page, service, 'none');
  });
});

test.describe('with integrations', () => {
  let service: Service;
  test.beforeAll(async () => {
    service = await startService({ integrations: sampleIntegrations });
  });
  test.afterAll(() => service.stop());

  test('every screen can be used by all with one call and with a thousand', async ({ page }) => {
    test.slow();
    const send = () => fetch(`${service.webhookUrl}/quick/Quick`, { method: 'POST', body: '{"a":1}' });
    await send();
    await lookAround(page, service, 'one');
    for (let count = 0; count < 100; count++) await Promise.all(Array.from({ length: 10 }, send));
    await lookAround(page, service, 'thousand');
  });

  test('for those who want no motion a change of colours is no transition', async ({ page }) => {
    await openScreen(page, service, '/settings');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const transitions = await page.evaluate(() => {
      document.documentElement.setAttribute('data-mantine-color-scheme', 'dark');
      return document.getAnimations().filter((animation) => animation instanceof CSSTransition).length;
    });
    expect(transitions).toBe(0);
  });

  test('a changed port takes effect when it is saved', async ({ page }) => {
    const port = await freePort();
    await openScreen(page, service, '/settings');
    await page.getByLabel('Port', { exact: true }).fill(String(port));
    await expect(page.getByText('Unsaved changes')).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Listeners' })).toContainText(`127.0.0.1:${port}`);
    const answer = await fetch(`http://127.0.0.1:${port}/quick/Quick`);
    expect(answer.status).toBe(200);
  });

  test('a taken port is said at its field, with what helps, and nothing is changed', async ({ page }) => {
    const taken = await takePort();
    try {
      await openScreen(page, service, '/settings');
      const table = page.getByRole('table', { name: 'Listeners' });
      await expect(table).toContainText('127.0.0.1:');
      const before = (await table.textContent()) ?? '';
      const field = page.getByLabel('Port', { exact: true });
      await field.fill(String(taken.port));
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(field).toHaveAccessibleDescription(/Another program uses the port\. A different one/);
      await expect(field).toBeFocused();
      await expect(table).toHaveText(before);
      await expectAccessible(page);
    } finally {
      await taken.close();
    }
  });

  test(
    'the bounds of an installation are set in days and in MiB or GiB, and an emptied one is none',
    { tag: '@both' },
    async ({ page }) => {
      await openScreen(page, service, '/settings');
      await expect(page.getByLabel('Size on disk')).toHaveValue('10 GiB');
      await page.getByLabel('Size on disk').fill('1.5');
      await page.getByLabel('Days').fill('');
      await page.getByLabel('Accept nothing below').fill('0.5');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByLabel('Accept nothing below')).toHaveAttribute('aria-invalid', 'true');
      await expectAccessible(page);
      await page.getByLabel('Accept nothing below').fill('128');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Saved', { exact: true })).toBeVisible();
      const answer = await fetch(`${service.adminUrl}/api/settings`, {
        headers: { authorization: `Bearer ${service.adminToken}` },
      });
      expect(await answer.json()).toMatchObject({
        retention: { days: null, calls: null, bytes: 1_610_612_736 },
        disk: { stopBytes: 134_217_728, reserveBytes: null },
      });
    },
  );

  test('an address that opens the triggers to other machines is called so before it is saved', async ({
    page,
  }) => {
    await openScreen(page, service, '/settings');
    await page.getByLabel('Address to listen on', { exact: true }).fill('0.0.0.0');
    await expect(page.getByText(/Other machines can reach the triggers/)).toBeVisible();
    await goTo(page, '/lanes');
    await expect(page.getByRole('dialog')).toContainText(/unsaved/i);
  });

  test('a call that is not there is a sentence, not an empty page', async ({ page }) => {
    await openScreen(page, service, '/calls/01998d5e-0000-7000-8000-000000000001');
    await expect(page.getByRole('alert')).toContainText('This call is not in the log');
    await expectAccessible(page);
  });

  test('an address that is no page says so, and leads on', async ({ page }) => {
    await openScreen(page, service, '/nowhere');
    await expect(page.getByRole('heading', { name: 'There is nothing at /nowhere' })).toBeVisible();
    await lookAt(page, 'no-such-page');
    await page.getByRole('link', { name: 'Go to the integrations' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Integrations' })).toBeVisible();
  });
});
