// One data folder for the desktop app and the command line: whoever comes second works with who is there.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { applyFile } from './apply-file.ts';
import { launch, runToEnd, test } from './launch.ts';
import { startService } from './start-service.ts';

const echo = { name: 'Echo', code: 'echo1', trigger: { authentication: { kind: 'none' } } };

test('commands work on the running app, which shows what they did', async ({ folder, page }) => {
  const applied = await applyFile(folder, echo);
  expect(applied, applied.said).toMatchObject({ status: 0 });
  await page.getByRole('link', { name: 'Live log' }).click();
  await expect(page.getByText('following')).toBeVisible();
  const called = await runToEnd(process.execPath, ['bin/hookline.js', '--data', folder, 'call', 'Echo']);
  expect(called, called.said).toMatchObject({ status: 0 });
  await expect(page.getByRole('row').filter({ hasText: 'Echo' })).toContainText('succeeded');
  const doctor = await runToEnd(process.execPath, ['bin/hookline.js', '--data', folder, '--json', 'doctor']);
  expect(doctor.said).toContain('"listener_admin"');
});

test('an app that is opened where a service runs shows that service, and leaves it running', async ({
  binary,
  folder,
}) => {
  await using service = await startService(folder);
  const app = await launch(binary, folder);
  const page = await app.firstWindow();
  await expect(page.getByText('Connected')).toBeVisible();
  await applyFile(folder, echo);
  await page.getByRole('link', { name: 'Live log' }).click();
  await expect(page.getByText('following')).toBeVisible();
  expect((await fetch(`${service.webhookUrl}/echo1/Echo`, { method: 'POST' })).status).toBe(202);
  await expect(page.getByRole('row').filter({ hasText: 'Echo' })).toContainText('succeeded');
  await app.close();
  expect(service.isRunning()).toBe(true);
  expect((await fetch(`${service.webhookUrl}/echo1/Echo`, { method: 'POST' })).status).toBe(202);
});

test(
  'what a service tells is shown by the app that was opened beside it',
  { tag: '@double' },
  async ({ binary, folder }) => {
    await using service = await startService(folder);
    const app = await launch(binary, folder);
    const page = await app.firstWindow();
    await expect(page.getByText('Connected')).toBeVisible();
    await applyFile(folder, { ...echo, workflow: [{ name: 'no', kind: 'fail', status: 500 }] });
    await (await app.browserWindow(page)).evaluate((window) => window.blur());
    await fetch(`${service.webhookUrl}/echo1/Echo`, { method: 'POST' });
    await expect
      .poll(() => app.evaluate(() => globalThis.__double?.notifications.map(({ title }) => title)))
      .toEqual(['A call of Echo failed']);
    await app.close();
  },
);

test('a service that goes is waited for, and its screens come back by themselves', async ({
  binary,
  folder,
}) => {
  const first = await startService(folder);
  const app = await launch(binary, folder);
  const page = await app.firstWindow();
  await expect(page.getByText('Connected')).toBeVisible();
  await first[Symbol.asyncDispose]();
  await expect(page.getByText('Connection lost, trying again')).toBeVisible();
  await using second = await startService(folder);
  await expect(page.getByText('Connected')).toBeVisible();
  await expect(page.getByText(second.webhookUrl.replace('http://', 'HTTP '))).toBeVisible();
  await app.close();
  const { adminUrl } = JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')) as {
    adminUrl: string;
  };
  expect((await fetch(`${adminUrl}/healthz`)).status).toBe(200);
});
