// What a person is asked: in the window, one question at a time, while calls are received.
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endOf, shown, test, withoutWindow } from './launch.ts';
import { somebody } from './person.ts';
import { received, runningCall } from './running-call.ts';

const quit = (app: ElectronApplication) => app.evaluate(({ app: main }) => main.quit());

/** Somebody begins what they do not save. */
async function begin(page: Page): Promise<void> {
  // Somebody listens, so that Playwright leaves the question to the app.
  page.on('dialog', () => {});
  await page.getByRole('link', { name: 'New integration' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Half');
}
const half = (page: Page) => expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Half');
const unsaved = 'There are unsaved changes.';

test('a question opens the window that it stands in, and calls are received while somebody thinks', async ({
  app,
  page,
  folder,
}) => {
  await using _call = await runningCall(folder);
  const person = await somebody(app);
  await page.close();
  await withoutWindow(app);
  const opened = app.waitForEvent('window');
  await quit(app);
  await expect.poll(person.standing).toEqual(['1 call is running.']);
  await opened;
  expect(await received(folder)).toBe(202);
  await person.answer('1 call is running.', 'Keep Serving');
  expect(await received(folder)).toBe(202);
  await quit(app);
  const ended = endOf(app);
  await person.answer(/are running/, 'Quit Now');
  await ended;
});

test('unsaved changes hold the window until somebody says so, and calls are received meanwhile', async ({
  app,
  page,
  folder,
}) => {
  const person = await somebody(app);
  await begin(page);
  const window = await app.browserWindow(page);
  await window.evaluate((open) => open.close());
  await expect.poll(person.standing).toEqual([unsaved]);
  expect(await received(folder, 'abcde/Nobody')).toBe(404);
  await person.answer(unsaved, 'Stay');
  await half(page);
  // Another load is held as the end is.
  await window.evaluate(({ webContents }) => webContents.reload());
  await person.answer(unsaved, 'Stay');
  await half(page);
  await window.evaluate(({ webContents }) => webContents.reload());
  // Nobody answers before the page is back from being held.
  await half(page);
  await person.answer(unsaved, 'Leave');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('');
  await page.getByRole('textbox', { name: 'Name' }).fill('Half again');
  await window.evaluate((open) => open.close());
  await person.answer(unsaved, 'Leave');
  await withoutWindow(app);
});

test('whoever stays with unsaved changes takes back all that they agreed to before', async ({
  app,
  page,
  folder,
}) => {
  await using _call = await runningCall(folder);
  const person = await somebody(app);
  await begin(page);
  await quit(app);
  await person.answer('1 call is running.', 'Wait for Them and Quit');
  await person.answer(unsaved, 'Stay');
  await half(page);
  expect(await received(folder)).toBe(202);
  await quit(app);
  await person.answer('2 calls are running.', 'Quit Now');
  const main = app.process();
  const ended = endOf(app);
  await person.answer(unsaved, 'Leave');
  await ended;
  expect(main.exitCode).toBe(0);
});

async function endBySignal(app: ElectronApplication): Promise<void> {
  const ended = endOf(app);
  app.process().kill('SIGTERM');
  await ended;
}

for (const [what, how] of [
  ['a signal', (app: ElectronApplication) => app.process().kill('SIGTERM')],
  [
    'a session that ends',
    (app: ElectronApplication) =>
      app.evaluate(() => void setImmediate(() => globalThis.__double?.endSession?.())),
  ],
] as const)
  test(
    `${what} ends the app without a question, whatever is unsaved and whatever was asked before`,
    { tag: '@double' },
    async ({ app, page, folder }) => {
      await using _call = await runningCall(folder);
      const person = await somebody(app);
      await begin(page);
      await quit(app);
      await expect.poll(person.standing).toEqual(['1 call is running.']);
      const main = app.process();
      const ended = endOf(app);
      await how(app);
      await ended;
      expect(main.exitCode).toBe(0);
      expect(await readFile(join(folder, 'hookline.log'), 'utf8')).toContain('told to end');
      // What ends in any other way leaves it behind.
      expect(await readdir(folder)).not.toContain('service.json');
    },
  );

test('questions come one after the other, and one that is taken back before its turn is never asked', async ({
  app,
  page,
  folder,
}) => {
  await using _call = await runningCall(folder);
  const person = await somebody(app);
  const window = await app.browserWindow(page);
  const say = (what: string) =>
    window.evaluate(({ webContents }, event) => void webContents.emit(event), what);
  await begin(page);
  await window.evaluate((open) => open.close());
  await expect.poll(person.standing).toEqual([unsaved]);
  await quit(app);
  await say('unresponsive');
  await say('responsive');
  await person.answer(unsaved, 'Stay');
  await person.answer('1 call is running.', 'Keep Serving');
  await half(page);
  expect(await person.seen()).toEqual([unsaved, '1 call is running.']);
  expect(await person.most()).toBe(1);
  await endBySignal(app);
});

test('a page that crashes takes its question along, and the window that was to be closed goes', async ({
  app,
  page,
}) => {
  const person = await somebody(app);
  await begin(page);
  const window = await app.browserWindow(page);
  await window.evaluate((open) => open.close());
  await expect.poll(person.standing).toEqual([unsaved]);
  await window.evaluate(({ webContents }) => webContents.forcefullyCrashRenderer());
  await withoutWindow(app);
  await expect.poll(person.standing).toEqual([]);
  expect(await person.seen()).toEqual([unsaved]);
});

test('a window that hangs keeps nobody from quitting', async ({ app, page }) => {
  const person = await somebody(app);
  const window = await app.browserWindow(page);
  await window.evaluate(({ webContents }) => {
    webContents.executeJavaScript('for (;;);').catch(() => undefined);
  });
  const toBeClosed = window.evaluate(
    (its) => new Promise<void>((resolve) => its.once('close', () => resolve())),
  );
  await quit(app);
  // Electron says so a while after it.
  await toBeClosed;
  await window.evaluate(({ webContents }) => void webContents.emit('unresponsive'));
  const main = app.process();
  const ended = endOf(app);
  await person.answer('The window does not answer.', 'Load again');
  await ended;
  expect(main.exitCode).toBe(0);
});

test('a page that is loaded again by other means after a crash is no longer asked about', async ({
  app,
  page,
}) => {
  const person = await somebody(app);
  const window = await app.browserWindow(page);
  await window.evaluate(({ webContents }) => webContents.forcefullyCrashRenderer());
  await expect.poll(person.standing).toEqual(['The window stopped working.']);
  await window.evaluate(({ webContents }) => webContents.reload());
  await expect.poll(person.standing).toEqual([]);
  const text = () =>
    window.evaluate(({ webContents }) =>
      webContents.executeJavaScript('document.body.innerText').catch(() => ''),
    );
  await expect.poll(text).toContain('Connected');
});

test('whoever waits for calls before the end can still quit at once', async ({ app, folder }) => {
  await shown(app);
  await using _call = await runningCall(folder);
  const person = await somebody(app);
  await quit(app);
  await person.answer('1 call is running.', 'Wait for Them and Quit');
  await withoutWindow(app);
  await quit(app);
  const main = app.process();
  const ended = endOf(app);
  await person.answer('1 call is running.', 'Quit Now');
  await ended;
  expect(main.exitCode).toBe(0);
});

test('a window that is asked for while calls end is no place to begin something: it asks again, and goes', async ({
  app,
  folder,
}) => {
  await shown(app);
  await using call = await runningCall(folder);
  const person = await somebody(app);
  await quit(app);
  await person.answer('1 call is running.', 'Wait for Them and Quit');
  await withoutWindow(app);
  for (const come of ['activate', 'second-instance']) {
    await app.evaluate(({ app: main }, name) => void main.emit(name, {}, [], '', {}), come);
    await person.answer('1 call is running.', 'Wait for Them');
    await withoutWindow(app);
  }
  const main = app.process();
  const ended = endOf(app);
  call.end();
  await ended;
  expect(main.exitCode).toBe(0);
});

test('whoever quits while unsaved changes are asked about is asked once, and leaves for good', async ({
  app,
  page,
  folder,
}) => {
  const person = await somebody(app);
  await begin(page);
  const window = await app.browserWindow(page);
  await window.evaluate((open) => open.close());
  await expect.poll(person.standing).toEqual([unsaved]);
  await quit(app);
  // What runs has been looked at by then, and the end has come to the window.
  expect(await received(folder, 'abcde/Nobody')).toBe(404);
  const main = app.process();
  const ended = endOf(app);
  await person.answer(unsaved, 'Leave');
  await ended;
  expect(main.exitCode).toBe(0);
});

test('what is asked of a page that is loading reaches the next one', async ({ app, page }) => {
  await app.evaluate(({ BrowserWindow, Menu }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.once('did-navigate', () => {
      Menu.getApplicationMenu()?.getMenuItemById('place-3')?.click();
    });
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible();
});

test('without a window a command of the menu opens one, and goes there', async ({ app, page }) => {
  await page.close();
  await withoutWindow(app);
  const [opened] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('place-3')?.click()),
  ]);
  await expect(opened.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible();
  await shown(app);
});
