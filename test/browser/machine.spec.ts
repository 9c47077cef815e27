// What workflows may do to the machine, listed on the screens.
import { expect } from '@playwright/test';
import { startService, type Service } from './face.ts';
import { lookAt, openScreen, test } from './screen.ts';

let service: Service;
test.beforeAll(async () => {
  service = await startService({});
});
test.afterAll(() => service.stop());

async function listsNow() {
  const answer = await fetch(`${service.adminUrl}/api/settings`, {
    headers: { authorization: `Bearer ${service.adminToken}` },
  });
  const { commands, folders } = await answer.json();
  return { commands, folders };
}

test('programs and folders are lines, which can be given up, and a wrong one is said at its list', async ({
  page,
}) => {
  await openScreen(page, service, '/settings');
  const programs = page.getByLabel('Programs that workflows may run');
  const folders = page.getByLabel('Folders that workflows may write to');
  await programs.fill('/usr/bin/convert\n\n/usr/bin/gzip\n');
  await folders.fill('srv/out');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('An absolute path is required.')).toBeVisible();
  await folders.scrollIntoViewIfNeeded();
  await lookAt(page, 'settings-machine');

  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(programs).toHaveValue('');
  await expect(folders).toHaveValue('');

  await programs.fill('/usr/bin/convert\n\n/usr/bin/gzip\n');
  await folders.fill('/srv/out');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await listsNow()).toEqual({
    commands: ['/usr/bin/convert', '/usr/bin/gzip'],
    folders: ['/srv/out'],
  });
});
