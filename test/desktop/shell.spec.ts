// What stands around the engine: closing and opening the window, the tray, the menus, notifications, power.
import { expect, type ElectronApplication } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyFile } from './apply-file.ts';
import { argumentsFor, endOf, launch, runToEnd, shown, test, withoutWindow } from './launch.ts';

/** The words of the tray's menu, which the real one does not give away. */
const tray = (app: ElectronApplication) =>
  app.evaluate(() => {
    const [icon] = globalThis.__double?.trays ?? [];
    const labels = icon?.menu?.items.map(({ label }) => label).filter((label) => label !== '') ?? [];
    return { icon: icon?.image.path.replace(/.*tray-|\.png$/g, ''), toolTip: icon?.toolTip, labels };
  });

const clickTray = (app: ElectronApplication, id: string) =>
  app.evaluate((_electron, item) => globalThis.__double?.trays[0]?.menu?.getMenuItemById(item)?.click(), id);

const clickMenu = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, item) => {
    Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
  }, id);

const notifications = (app: ElectronApplication) =>
  app.evaluate(() => globalThis.__double?.notifications.map(({ title, body }) => [title, body]));

const addressOf = async (folder: string): Promise<string> => {
  const service = JSON.parse(await readFile(join(folder, 'service.json'), 'utf8')) as { webhookUrl: string };
  return service.webhookUrl;
};

const open = { authentication: { kind: 'none' } };
const failing = {
  name: 'Failing',
  code: 'fail1',
  trigger: { ...open, orderedDelivery: { onFailure: 'hold' } },
  workflow: [{ name: 'no', kind: 'fail', status: 500 }],
};

test(
  'without its window the app goes on receiving, says so once, and is there again by the tray or another start',
  { tag: '@double' },
  async ({ binary, folder, page, app }) => {
    await expect.poll(() => tray(app)).toMatchObject({ icon: 'listening' });
    const { labels } = await tray(app);
    expect(labels[0]).toMatch(/^Receiving at http:\/\/127\.0\.0\.1:\d+$/);
    expect(labels.slice(1)).toEqual([
      'No call is open.',
      'Open Hookline',
      'Live Log',
      'Failed Calls',
      'Lanes',
      'New Integration',
      'Quit Hookline',
    ]);

    await page.close();
    await withoutWindow(app);
    const told = [['Hookline goes on receiving calls', expect.stringContaining('tray')]];
    await expect.poll(() => notifications(app)).toEqual(told);
    expect((await fetch(`${await addressOf(folder)}/abcde/Nobody`)).status).toBe(404);

    const [again] = await Promise.all([app.waitForEvent('window'), clickTray(app, 'log')]);
    await expect(again.getByText('following')).toBeVisible();
    await again.close();
    await withoutWindow(app);
    expect(await notifications(app)).toEqual(told);
    const [third] = await Promise.all([app.waitForEvent('window'), runToEnd(binary, argumentsFor(folder))]);
    await expect(third.getByText('Connected')).toBeVisible();
  },
);

test(
  'once calls are no longer received the tray says so, while an update is put in place',
  { tag: '@double' },
  async ({ app }) => {
    await shown(app);
    await expect.poll(async () => (await tray(app)).labels[0]).toMatch(/^Receiving at /);
    // It takes its time.
    await app.evaluate(({ app: main }) => {
      const exit = main.exit.bind(main);
      main.exit = () => Object.assign(globalThis, { exit });
    });
    await app.evaluate(({ app: main }) => main.quit());
    await expect.poll(() => tray(app)).toMatchObject({ icon: 'off' });
    expect((await tray(app)).labels[0]).toBe('No calls are received any more: Hookline ends.');
    const ended = endOf(app);
    await app.evaluate(() => (globalThis as { exit?: () => void }).exit?.());
    await ended;
  },
);

test(
  'a call that fails and a lane that is held are told, and a click leads there',
  { tag: '@double' },
  async ({ folder, page, app }) => {
    const applied = await applyFile(folder, failing);
    expect(applied, applied.said).toMatchObject({ status: 0 });
    await (await app.browserWindow(page)).evaluate((window) => window.blur());
    await expect.poll(() => tray(app)).toMatchObject({ icon: 'listening' });
    expect((await fetch(`${await addressOf(folder)}/fail1/Failing`, { method: 'POST' })).status).toBe(202);
    await expect.poll(() => notifications(app)).toEqual([['A lane of Failing is held', 'Rule: Held lanes']]);
    await expect.poll(() => tray(app)).toMatchObject({ icon: 'held' });

    await runToEnd(process.execPath, ['bin/hookline.js', '--data', folder, 'lanes', 'skip', 'Failing']);
    await expect
      .poll(() => notifications(app))
      .toEqual(
        expect.arrayContaining([
          ['A call of Failing failed', 'Rule: Failed calls'],
          ['A held lane of Failing resumed', 'Rule: Held lanes'],
        ]),
      );
    await expect.poll(() => tray(app)).toMatchObject({ icon: 'failing' });
    expect((await tray(app)).labels[0]).toBe('1 call failed.');
    await app.evaluate(() => {
      const shown = globalThis.__double?.notifications ?? [];
      shown.find(({ title }) => title.startsWith('A call'))?.emit('click');
    });
    await expect(page.getByRole('heading', { name: /Failing/ }).first()).toBeVisible();
    // Whoever looks has seen it.
    await expect.poll(async () => (await tray(app)).icon).not.toBe('failing');
  },
);

test(
  'a rule that does not name the desktop shows nothing there, and a test is shown in front of the window too',
  { tag: '@double' },
  async ({ folder, page, app }) => {
    const hookline = (...args: string[]) =>
      runToEnd(process.execPath, ['bin/hookline.js', '--data', folder, ...args]);
    expect(await applyFile(folder, failing)).toMatchObject({ status: 0 });
    expect(await hookline('notifications', 'set', 'Held lanes', 'channels=[]')).toMatchObject({ status: 0 });
    await (await app.browserWindow(page)).evaluate((window) => window.blur());
    expect((await fetch(`${await addressOf(folder)}/fail1/Failing`, { method: 'POST' })).status).toBe(202);
    await expect(page.getByRole('button', { name: 'Notifications, 1 new' })).toBeVisible();
    expect(await notifications(app)).toEqual([]);
    await (await app.browserWindow(page)).evaluate((window) => window.focus());
    expect(await hookline('notifications', 'test', 'Failed calls')).toMatchObject({ status: 0 });
    await expect.poll(() => notifications(app)).toEqual([['This is a test of notifications', 'Rule: Test']]);
  },
);

test('the menu has what a person looks for there, and asks before unsaved changes go', async ({
  page,
  app,
}) => {
  const found = await app.evaluate(({ Menu }) => {
    const ids = ['new', 'import', 'settings', 'place-1', 'place-2', 'place-3', 'place-4', 'quit', 'folder'];
    const menu = Menu.getApplicationMenu();
    return ids.map((id) => [id, menu?.getMenuItemById(id)?.accelerator ?? null]);
  });
  expect(Object.fromEntries(found)).toMatchObject({
    new: 'CmdOrCtrl+N',
    import: 'CmdOrCtrl+O',
    settings: 'CmdOrCtrl+,',
    'place-1': 'CmdOrCtrl+1',
    'place-4': 'CmdOrCtrl+4',
    folder: null,
  });
  await clickMenu(app, 'place-3');
  await expect(page.getByRole('heading', { name: 'Lanes', exact: true })).toBeVisible();
  await clickMenu(app, 'new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Half');
  await clickMenu(app, 'settings');
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Half');
  // Nobody is there to be asked at the end.
  await page.getByRole('textbox', { name: 'Name' }).fill('');
});

test('the window opens as it was left, and not at all when the system starts the app', async ({
  binary,
  folder,
}) => {
  const bounds = { x: 240, y: 130, width: 1000, height: 640 };
  const first = await launch(binary, folder);
  const window = await first.browserWindow(await shown(first));
  await window.evaluate((one, to) => one.setBounds(to), bounds);
  await first.close();
  const second = await launch(binary, folder);
  const again = await second.browserWindow(await shown(second));
  expect(await again.evaluate((one) => one.getNormalBounds())).toEqual(bounds);
  await second.close();
  const hidden = await launch(binary, folder, { more: ['--hidden'] });
  await expect.poll(() => addressOf(folder).catch(() => null)).toMatch(/^http:/);
  expect((await fetch(`${await addressOf(folder)}/abcde/Nobody`)).status).toBe(404);
  expect(hidden.windows()).toEqual([]);
  // Another such start wants no window either; one of a person does.
  const startAgain = (...args: string[]) =>
    hidden.evaluate(({ app }, more) => {
      app.emit('second-instance', {}, [], '/', { argv: more, folder: '/' });
    }, args);
  const windows = () => hidden.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await startAgain('--hidden');
  expect(await windows()).toBe(0);
  await startAgain();
  await expect.poll(windows).toBe(1);
  await hidden.close();
});

test(
  'a window that was left maximized opens maximized, in front',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const first = await launch(binary, folder);
    const window = await first.browserWindow(await shown(first));
    const normal = await window.evaluate((one) => {
      one.maximize();
      return one.getNormalBounds();
    });
    await first.close();
    const second = await launch(binary, folder);
    const again = await second.browserWindow(await shown(second));
    await expect
      .poll(() => again.evaluate((one) => [one.getNormalBounds(), one.isMaximized(), one.isFocused()]))
      .toEqual([normal, true, true]);
    await second.close();
  },
);

test(
  'the window shows where the system tells nobody that a hidden one is ready',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const app = await launch(binary, folder, { environment: { DOUBLE_WAYLAND: '1' } });
    const window = await app.browserWindow(await shown(app));
    await expect.poll(() => window.evaluate((one) => one.isVisible())).toBe(true);
    await app.close();
  },
);

test('a computer that goes down ends the app in order, without a question', async ({ binary, folder }) => {
  const app = await launch(binary, folder);
  await expect((await app.firstWindow()).getByText('Connected')).toBeVisible();
  const main = app.process();
  const ended = endOf(app);
  const isHeldBack = await app.evaluate(({ powerMonitor }) => {
    let was = false;
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('shutdown', { preventDefault: () => (was = true) });
    return was;
  });
  expect(isHeldBack).toBe(true);
  await ended;
  expect(main.exitCode).toBe(0);
  const log = await readFile(join(folder, 'hookline.log'), 'utf8');
  expect(log).toMatch(/goes to sleep[^]*awake again[^]*goes down/);
});
