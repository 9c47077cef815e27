// What an operator meets after the worst: damaged data that waits for a decision, and a service that crashed again
// and again. Real installations, really damaged.
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startService as serve } from '../support/service.ts';
import { isWindow, startService, type Service } from './face.ts';
import { expectAccessible, leave, lookAt, openScreen, test } from './screen.ts';

const open = { authentication: { kind: 'none' }, methods: ['POST'] };
const integrations = [
  { name: 'Quick', code: 'quick', trigger: open },
  { name: 'Slow', code: 'slow0', trigger: open, workflow: [{ name: 'rest', kind: 'delay', seconds: 60 }] },
];

let folder: string;
/** What answers the screens, on data that has been through something. */
let service: Service;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookline-recovery-'));
});
test.afterEach(async ({ page }) => {
  await leave(page);
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const send = (to: Service, path: string) => fetch(`${to.webhookUrl}/${path}`, { method: 'POST' });

async function ask(of: Service, method: string, path: string, body: object = {}) {
  const answer = await fetch(`${of.adminUrl}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${of.adminToken}`, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  });
  return answer.json();
}

/** Signed in; in recovery there is no navigation to wait for. */
const openDamaged = async (page: Page) => {
  if (!isWindow()) await page.goto(`${service.adminUrl}/#token=${encodeURIComponent(service.adminToken)}`);
  await expect(page.getByRole('heading', { level: 1, name: 'The data is damaged' })).toBeVisible();
};

/** Gives the backup that was made before. */
async function damageAfterBackup(): Promise<string> {
  const first = await serve({ data: folder, integrations });
  await send(first, 'quick/Quick');
  await send(first, 'quick/Quick');
  const file = join(folder, 'backups', 'by-hand.backup');
  expect(await ask(first, 'POST', '/backup', { file })).toMatchObject({ calls: 2 });
  await first.stop();
  await truncate(join(folder, 'queue.db'), 0);
  return file;
}

test.describe('with damaged data', () => {
  let backup: string;
  test.beforeEach(async () => {
    backup = await damageAfterBackup();
    service = await startService({ data: folder });
  });

  test('damaged data is all there is to see, until a backup is restored and the screens go on', async ({
    page,
  }) => {
    await openDamaged(page);
    await expect(page.getByRole('navigation')).toBeHidden();
    await expect(page.getByRole('alert')).toContainText('queue.db is empty.');
    const empty = page.getByRole('region', { name: 'Begin empty' });
    await expect(empty).toContainText('All calls: those that wait will not run, and the log begins anew.');
    expect((await send(service, 'quick/Quick')).status).toBe(503);
    await lookAt(page, 'recovery');

    // A file that is none is refused where it was asked for, and nothing is changed.
    const path = page.getByLabel('Path of the backup on the machine of the service');
    await path.press('Enter');
    await expect(path).toHaveAccessibleDescription(/Name the file/);
    await path.fill(join(folder, 'hwm.json'));
    await path.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Restore the backup' });
    await dialog.getByRole('button', { name: 'Restore the backup' }).click();
    await expect(dialog.getByRole('alert')).toContainText('The file is not a backup of Hookline');
    await expectAccessible(page);
    await lookAt(page, 'recovery-dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();

    await path.fill(backup);
    await path.press('Enter');
    await dialog.getByRole('button', { name: 'Restore the backup' }).click();
    await expect(page.getByRole('navigation')).toBeVisible();
    await expect(page.getByRole('note').filter({ hasText: 'The data was put right: 2 calls' })).toContainText(
      /The damaged files are in .*damaged-/,
    );
    await expect(page.getByRole('link', { name: 'Quick' })).toBeVisible();
    expect((await send(service, 'quick/Quick')).status).toBe(202);
    await lookAt(page, 'recovered');
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByText('The data was put right')).toBeHidden();
  });

  test('what somebody else decided brings the screens back too', async ({ page }) => {
    await openDamaged(page);
    await ask(service, 'POST', '/recovery', { choice: 'empty' });
    await expect(page.getByRole('heading', { level: 1, name: 'Integrations' })).toBeVisible();
  });

  test('beginning empty asks once more, by keyboard', async ({ page }) => {
    await openDamaged(page);
    await page.getByRole('button', { name: 'Begin empty…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Begin empty' });
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Begin empty…' }).press('Enter');
    await dialog.getByRole('button', { name: 'Begin empty' }).press('Enter');
    await expect(page.getByText('The data was put right: no calls in the log.')).toBeVisible();
  });
});

test.describe('after a crash loop', () => {
  test.beforeEach(async () => {
    test.slow();
    await (await serve({ data: folder, integrations })).stop();
    for (let lives = 0; lives < 3; lives++) {
      const life = await serve({ data: folder });
      await send(life, 'slow0/Slow');
      await expect
        .poll(
          async () => ((await ask(life, 'GET', '/calls?state=running')) as { calls: unknown[] }).calls.length,
        )
        .toBeGreaterThan(0);
      await life.kill();
    }
    service = await startService({ data: folder });
  });

  test('executions are resumed from the note that says so', async ({ page }) => {
    test.slow();
    const answer = await send(service, 'quick/Quick');
    const { callId }: { callId: string } = await answer.json();
    await openScreen(page, service, `/calls/${callId}`);
    const alarms = page.getByRole('region', { name: 'Alarms' });
    await expect(alarms).toContainText('The service ended three times in a row');
    await lookAt(page, 'executions-paused');
    await alarms.getByRole('button', { name: 'Resume executions' }).press('Enter');
    await expect(page.getByText('Executions are resumed: calls that waited run now.')).toBeVisible();
    await expect(alarms).toBeHidden();
    await expect(page.getByText(/^Succeeded in/)).toBeVisible();
    await expectAccessible(page);
  });
});
