// Calls cannot be kept any more: it is said before all else, and where nobody answers the app starts again by itself.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { connectAdmin } from '#main/admin/admin-client.ts';
import { loadAdminToken } from '#main/admin/admin-token.ts';
import { double } from '#scripts/desktop-binaries.js';
import { endOf, launch, shown, test } from './launch.ts';
import { somebody } from './person.ts';

const loss = 'Hookline cannot keep calls any more.';

/** Somebody deletes the databases of a running app, which is noticed at the next look at the disk. */
async function loseDisk(folder: string): Promise<void> {
  const { adminUrl } = JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')) as {
    adminUrl: string;
  };
  const { client, close } = await connectAdmin(adminUrl, await loadAdminToken(folder));
  const settings = await client.host.settings();
  for (const name of await readdir(folder)) if (name.includes('.db')) await rm(join(folder, name));
  await client.host.saveSettings(settings).catch(() => undefined);
  await close();
}

/** The minute in which nobody comes is over when the test says so. */
const holdMinute = (app: ElectronApplication): Promise<void> =>
  app.evaluate(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const minute = new AbortController();
    AbortSignal.timeout = (ms) => (ms === 60_000 ? minute.signal : timeout(ms));
    Object.assign(globalThis, { minute });
  });
const endMinute = (app: ElectronApplication): Promise<void> =>
  app.evaluate(() => (globalThis as { minute?: AbortController }).minute?.abort());

test(
  'it is asked before what stands there and what waits, and whoever answers has it restarted',
  { tag: '@double' },
  async ({ app, page, folder }) => {
    const person = await somebody(app);
    page.on('dialog', () => {});
    await page.getByRole('link', { name: 'New integration' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Half');
    const window = await app.browserWindow(page);
    await app.evaluate(({ app: main }) => main.quit());
    await expect.poll(person.standing).toEqual(['There are unsaved changes.']);
    await window.evaluate(({ webContents }) => void webContents.emit('unresponsive'));
    await loseDisk(folder);
    await expect.poll(person.standing).toEqual([loss]);
    expect(await person.seen()).toEqual(['There are unsaved changes.', loss]);
    const main = app.process();
    const ended = endOf(app);
    await person.answer(loss, 'Restart');
    await ended;
    expect(main.exitCode).toBe(70);
  },
);

test(
  'where nobody answers for a minute it starts again by itself',
  { tag: '@double' },
  async ({ app, page, folder }) => {
    const person = await somebody(app);
    await holdMinute(app);
    await expect(page.getByRole('link', { name: 'New integration' }).first()).toBeVisible();
    await loseDisk(folder);
    await expect.poll(person.standing).toEqual([loss]);
    const main = app.process();
    const ended = endOf(app);
    await endMinute(app);
    await ended;
    expect(main.exitCode).toBe(70);
  },
);

test(
  'a window whose page crashed before stays for the question',
  { tag: '@double' },
  async ({ app, page, folder }) => {
    const person = await somebody(app);
    const window = await app.browserWindow(page);
    await window.evaluate(({ webContents }) => webContents.forcefullyCrashRenderer());
    await expect.poll(person.standing).toEqual(['The window stopped working.']);
    await loseDisk(folder);
    await expect.poll(person.standing).toEqual([loss]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    const main = app.process();
    const ended = endOf(app);
    await person.answer(loss, 'Restart');
    await ended;
    expect(main.exitCode).toBe(70);
  },
);

test('soon after such a start it waits for somebody', { tag: '@double' }, async ({ folder }) => {
  const app = await launch(double, folder, { more: ['--after-failure'] });
  await shown(app);
  const person = await somebody(app);
  await holdMinute(app);
  await loseDisk(folder);
  await expect.poll(person.standing).toEqual([loss]);
  await endMinute(app);
  expect(await person.standing()).toEqual([loss]);
  const main = app.process();
  const ended = endOf(app);
  await person.answer(loss, 'Quit');
  await ended;
  expect(main.exitCode).toBe(70);
});
