// A service that goes while somebody works on its screens, and comes back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { freePort } from '../support/free-port.ts';
import { type Service, startService } from '../support/service.ts';
import { leave, lookAt, ofBrowser, openScreen, test } from './screen.ts';
import { nameField } from './setup-page.ts';

const open = { authentication: { kind: 'none' }, methods: ['POST'] };
const integrations = [
  {
    name: 'Holding',
    code: 'holdi',
    trigger: { ...open, orderedDelivery: { onFailure: 'hold' } },
    workflow: [{ name: 'stop', kind: 'fail', status: 503, message: 'The stock is closed.' }],
  },
];

let data: string;
let args: string[];
let service: Service;
test.beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'hookline-test-'));
  args = ['--port', String(await freePort()), '--admin-port', String(await freePort())];
  service = await startService({ data, args, integrations });
});
test.afterEach(async ({ page, complaints }) => {
  await leave(page);
  // Of a service that has been killed there is nothing to stop.
  await service.stop().catch(() => undefined);
  await rm(data, { recursive: true, force: true });
  // The browser complains of what it could not fetch meanwhile.
  complaints.splice(0);
});
const comeBack = async () => {
  service = await startService({ data, args });
};

const lost = (page: Page) => page.getByRole('alert').filter({ hasText: 'what is shown may be old' });
const ofWindow = 'A window ends with what answers it.';

test(
  'in a narrow window too a lost connection is said, and a dialog with what was typed outlives it',
  ofBrowser(ofWindow),
  async ({ page }) => {
    await page.setViewportSize({ width: 480, height: 800 });
    await fetch(`${service.webhookUrl}/holdi/Holding`, { method: 'POST', body: '{}' });
    await openScreen(page, service, '/lanes');
    await page.getByRole('button', { name: 'Holding' }).click();
    await page.getByRole('button', { name: 'Skip head' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('The stock knows.');
    await service.kill();
    await expect(lost(page)).toBeInViewport();
    await dialog.getByRole('button', { name: 'Skip head' }).click();
    await expect(dialog.getByText('Nothing was sent.')).toBeVisible();
    await expect(dialog.getByLabel('Note')).toHaveValue('The stock knows.');
    await expect(page.getByText('Something went wrong')).toBeHidden();
    await comeBack();
    await expect(lost(page)).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Skip head' }).click();
    await expect(dialog).toBeHidden();
    // It could be reached where nobody saw it.
    await expect(page.getByLabel('Colours')).toBeHidden();
  },
);

test('pages keep what they show and say once that it may be old', ofBrowser(ofWindow), async ({ page }) => {
  await openScreen(page, service, '/lanes');
  await expect(page.getByRole('button', { name: 'Holding' })).toBeVisible();
  await service.kill();
  await expect(lost(page)).toBeVisible();
  for (const place of ['Consumers', 'Charts', 'Live log', 'Integrations', 'Lanes']) {
    await page.getByRole('link', { name: place, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
  }
  await expect(page.getByRole('button', { name: 'Holding' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await lookAt(page, 'connection-lost');
  await comeBack();
  await expect(lost(page)).toBeHidden();
});

test(
  'what is opened while the service is away comes with it, beside a form that keeps what was typed',
  ofBrowser(ofWindow),
  async ({ page }) => {
    await openScreen(page, service, '/');
    await page.getByRole('link', { name: 'Holding' }).click();
    await nameField(page).fill('Kept');
    await service.kill();
    await expect(lost(page)).toBeVisible();
    await page.getByRole('tab', { name: 'Workflow' }).click();
    await expect(page.getByText('This part of the page is fetched when the connection')).toBeVisible();
    await lookAt(page, 'part-away');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Nothing was sent.')).toBeVisible();
    await comeBack();
    await expect(page.getByText('stop', { exact: true }).first()).toBeVisible();
    await page.getByRole('tab', { name: 'Setup' }).click();
    await expect(nameField(page)).toHaveValue('Kept');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Version 2 is live now.')).toBeVisible();
  },
);

test(
  'a part of the page that a newer version does not have any more says what to do, and the rest goes on',
  ofBrowser(ofWindow),
  async ({ page }) => {
    await openScreen(page, service, '/');
    await page.getByRole('link', { name: 'Holding' }).click();
    await nameField(page).fill('Updated');
    // As after an upgrade: other names of files.
    await page.route('**/assets/WorkflowSteps-*', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('tab', { name: 'Workflow' }).click();
    await expect(page.getByRole('alert')).toContainText('Hookline was probably updated');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Version 2 is live now.')).toBeVisible();
    await page.unroute('**/assets/WorkflowSteps-*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('stop', { exact: true }).first()).toBeVisible();
  },
);
