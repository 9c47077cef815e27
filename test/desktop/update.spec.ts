// Newer versions: looked for where a person wants it, checked, and installed by a restart that somebody asked for. The
// double poses as an installed AppImage; the feed, the files and what replaces the program are real.
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { endOf, launch, mount, runToEnd, test } from './launch.ts';
import { somebody } from './person.ts';
import { received, runningCall } from './running-call.ts';
import { openUpdateFeed, type UpdateFeed } from './update-feed.ts';

test.skip(process.platform !== 'linux', 'An AppImage is of Linux.');

let home: string;
let program: string;
let feed: UpdateFeed;
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hookline-update-'));
  program = join(home, 'Hookline.AppImage');
  await writeFile(program, 'the version that runs');
  await mkdir(join(home, 'resources'));
  await writeFile(
    join(home, 'resources', 'app-update.yml'),
    'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: hookline-updater\n',
  );
  feed = await openUpdateFeed(home);
});
test.afterEach(async () => {
  await feed[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const launchInstalled = (binary: string, folder: string): Promise<ElectronApplication> =>
  launch(binary, folder, {
    environment: {
      DOUBLE_RESOURCES: join(home, 'resources'),
      NODE_EXTRA_CA_CERTS: feed.authorityFile,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      APPIMAGE: program,
      APPDIR: mount,
    },
  });

async function settingsOf(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await expect(page.getByText('Connected')).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('group', { name: 'Updates' })).toBeVisible();
  return page;
}

const state = (page: Page) => page.getByRole('status', { name: 'State of updates' });
const look = (page: Page) =>
  page.getByRole('group', { name: 'Updates' }).getByRole('button', { name: 'Look now' }).click();
const refusals = (app: ElectronApplication) => app.evaluate(() => globalThis.__double?.refusals);

async function wantUpdates(page: Page): Promise<void> {
  const address = page.getByLabel('Address of updates');
  await address.fill(feed.url.replace('https', 'http'));
  await address.press('Enter');
  await expect(page.getByText(/^An address of updates begins with https/)).toBeVisible();
  const choice = page.getByLabel(/^Look there for newer versions/);
  await expect(choice).toBeDisabled();
  await address.fill(feed.url);
  await address.press('Enter');
  await choice.click();
}

test(
  'F72: a version that is ready is said and waits; a restart that is asked for lets calls end, puts it in place and starts it',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const ran = join(home, 'ran');
    const packed = `#!/bin/sh\necho "0.2.0 on $HOOKLINE_DATA with $HOOKLINE_PLACES" > ${ran}\n`;
    feed.offer('0.2.0', packed);
    const app = await launchInstalled(binary, folder);
    const page = await settingsOf(app);
    expect(feed.asked).toEqual([]);
    await wantUpdates(page);
    await expect(state(page)).toHaveText('Version 0.2.0 is ready. Restart to install it.');
    const told = () => app.evaluate(() => globalThis.__double?.notifications.map(({ title }) => title));
    await expect.poll(told).toEqual(['Hookline 0.2.0 is ready']);
    const inTray = () =>
      app.evaluate(() => globalThis.__double?.trays[0]?.menu?.getMenuItemById('install')?.label);
    await expect.poll(inTray).toBe('Restart to Install 0.2.0');
    expect(await readFile(program, 'utf8')).toBe('the version that runs');

    await using call = await runningCall(folder);
    const person = await somebody(app);
    await page.getByRole('button', { name: 'Restart to install' }).click();
    await person.answer('1 call is running.', 'Keep Serving');
    expect(await received(folder)).toBe(202);
    expect(await readFile(program, 'utf8')).toBe('the version that runs');
    expect(await refusals(app)).toEqual([]);

    const main = app.process();
    const ended = endOf(app);
    await page.getByRole('button', { name: 'Restart to install' }).click();
    await person.answer(/^\d calls? (is|are) running\.$/, 'Wait for Them and Quit');
    await expect.poll(() => app.windows().length).toBe(0);
    call.end();
    await ended;
    expect(main.exitCode).toBe(0);
    expect(await readFile(program, 'utf8')).toBe(packed);
    await expect.poll(() => readFile(ran, 'utf8').catch(() => '')).toBe(`0.2.0 on ${folder} with --port=0\n`);
    expect(existsSync(`${program}.previous`)).toBe(false);
    const log = ['bin/hookline.js', '--data', folder, '--json', 'calls', 'list'];
    const { said } = await runToEnd(process.execPath, log);
    expect(said.match(/"state":"succeeded"/g)).toHaveLength(2);
  },
);

test(
  'F72: an older version that somebody wishes for is put in place by a restart that lets calls end',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const ran = join(home, 'ran');
    const packed = `#!/bin/sh\necho "0.0.9 on $HOOKLINE_DATA" > ${ran}\n`;
    feed.offer('0.0.9', packed);
    const app = await launchInstalled(binary, folder);
    const page = await settingsOf(app);
    await wantUpdates(page);
    await expect(state(page)).toContainText('0.0.9, which is older than this one');
    await page.getByLabel(/^Install an older version too/).click();
    await expect(state(page)).toHaveText('Version 0.0.9 is ready. Restart to install it.');

    await using call = await runningCall(folder);
    const person = await somebody(app);
    const main = app.process();
    const ended = endOf(app);
    await page.getByRole('button', { name: 'Restart to install' }).click();
    await person.answer('1 call is running.', 'Wait for Them and Quit');
    await expect.poll(() => app.windows().length).toBe(0);
    expect(await readFile(program, 'utf8')).toBe('the version that runs');
    call.end();
    await ended;
    expect(main.exitCode).toBe(0);
    expect(await readFile(program, 'utf8')).toBe(packed);
    await expect.poll(() => readFile(ran, 'utf8').catch(() => '')).toBe(`0.0.9 on ${folder}\n`);
    const log = ['bin/hookline.js', '--data', folder, '--json', 'calls', 'list'];
    const { said } = await runToEnd(process.execPath, log);
    expect(said.match(/"state":"succeeded"/g)).toHaveLength(1);
  },
);

test(
  'what is not as the feed describes it, what is older and what is not https is said plainly, and nothing of it stays',
  { tag: '@double' },
  async ({ binary, folder }) => {
    feed.offer('0.3.0', 'a package', { damaged: true });
    const app = await launchInstalled(binary, folder);
    const page = await settingsOf(app);
    await wantUpdates(page);
    await expect(state(page)).toContainText('Version 0.3.0 is not the file that the feed describes');

    feed.offer('0.0.9', 'an older package');
    await look(page);
    await expect(state(page)).toHaveText(
      'The address has version 0.0.9, which is older than this one (0.1.0). It is not installed.',
    );
    expect(feed.asked).not.toContain('/Hookline-0.0.9.AppImage');
    await page.getByLabel(/^Install an older version too/).click();
    await expect(state(page)).toHaveText('Version 0.0.9 is ready. Restart to install it.');
    await page.getByLabel(/^Install an older version too/).click();
    await expect(page.getByRole('button', { name: 'Restart to install' })).toHaveCount(0);
    // Whoever looks while a look is under way gets what that finds.
    await expect(state(page)).toContainText('which is older than this one');

    feed.offer('0.1.0', 'the same');
    await look(page);
    await expect(state(page)).toHaveText('This is version 0.1.0, and there is no newer one.');
    feed.leadTo('http://127.0.0.1:9/');
    await look(page);
    await expect(state(page)).toContainText('The address of updates does not answer as one');
    await page.getByLabel(/^Look there for newer versions/).click();
    await expect(state(page)).toHaveCount(0);
    expect(await readFile(program, 'utf8')).toBe('the version that runs');
    expect(await refusals(app)).toEqual([]);
    await app.close();
  },
);

test(
  'an update that cannot be put in place is said when all has ended, and the version that was there starts again',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const ran = join(home, 'ran');
    const old = `#!/bin/sh\necho "$@" > ${ran}\n`;
    await writeFile(program, old);
    await chmod(program, 0o755);
    feed.offer('0.2.0', 'a package');
    const app = await launchInstalled(binary, folder);
    const page = await settingsOf(app);
    await wantUpdates(page);
    await expect(state(page)).toHaveText('Version 0.2.0 is ready. Restart to install it.');
    // What was fetched is gone; what it is to replace is taken away before that is noticed.
    await rm(join(home, 'cache'), { recursive: true });
    const main = app.process();
    let said = '';
    main.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    const ended = endOf(app);
    await page.getByRole('button', { name: 'Restart to install' }).click();
    await ended;
    await expect.poll(() => said).toMatch(/The update could not be installed[^]*goes on as it was/);
    expect(said).not.toContain('could not start again');
    expect(main.exitCode).toBe(0);
    expect(await readFile(program, 'utf8')).toBe(old);
    expect(existsSync(`${program}.previous`)).toBe(false);
    await expect.poll(() => readFile(ran, 'utf8').catch(() => '')).toContain(`--data=${folder}`);
  },
);

test(
  'whoever names another feed while a package comes has the version of that one, and nothing of the first',
  { tag: '@double' },
  async ({ binary, folder }) => {
    feed.offer('0.2.0', 'a package of the first feed', { stuck: true });
    const app = await launchInstalled(binary, folder);
    const page = await settingsOf(app);
    await wantUpdates(page);
    await expect.poll(() => feed.asked).toContain('/Hookline-0.2.0.AppImage');
    feed.offer('0.3.0', 'a package of the second feed');
    const address = page.getByLabel('Address of updates');
    await address.fill(`${feed.url}second/`);
    await address.press('Enter');
    await expect(state(page)).toHaveText('Version 0.3.0 is ready. Restart to install it.');
    const ended = endOf(app);
    await page.getByRole('button', { name: 'Restart to install' }).click();
    await ended;
    expect(await readFile(program, 'utf8')).toBe('a package of the second feed');
  },
);

test(
  'whoever stays with unsaved changes has begun no update: the next end is an end',
  { tag: '@double' },
  async ({ binary, folder }) => {
    feed.offer('0.2.0', 'a package');
    const app = await launchInstalled(binary, folder);
    const page = await settingsOf(app);
    await wantUpdates(page);
    await expect(state(page)).toHaveText('Version 0.2.0 is ready. Restart to install it.');
    // Somebody listens, so that Playwright leaves the question to the app.
    page.on('dialog', () => {});
    const person = await somebody(app);
    const click = (item: string) =>
      app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), item);
    await click('new');
    await page.getByRole('textbox', { name: 'Name' }).fill('Half');
    const inTray = () =>
      app.evaluate(() => globalThis.__double?.trays[0]?.menu?.getMenuItemById('install')?.label);
    await expect.poll(inTray).toBe('Restart to Install 0.2.0');
    await app.evaluate(() => globalThis.__double?.trays[0]?.menu?.getMenuItemById('install')?.click());
    await person.answer('There are unsaved changes.', 'Stay');
    await click('quit');
    const main = app.process();
    const ended = endOf(app);
    await person.answer('There are unsaved changes.', 'Leave');
    await ended;
    expect(main.exitCode).toBe(0);
    expect(await readFile(program, 'utf8')).toBe('the version that runs');
  },
);

test(
  'what starts the app at login follows the file of it, which has another name since an update',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const first = await launchInstalled(binary, folder);
    const page = await settingsOf(first);
    await page.getByLabel('Start when I sign in to this computer').click();
    const autostart = join(home, 'config', 'autostart');
    await expect.poll(() => readdir(autostart).catch(() => [])).toHaveLength(1);
    const entry = join(autostart, String((await readdir(autostart))[0]));
    await expect.poll(() => readFile(entry, 'utf8')).toContain(`Exec="${program}" "--data=${folder}"`);
    await first.close();
    // Somebody switched it off in the system's own list meanwhile.
    const written = await readFile(entry, 'utf8');
    await writeFile(entry, written.replace('enabled=true', 'enabled=false'));
    program = join(home, 'Hookline-0.2.0.AppImage');
    const second = await launchInstalled(binary, folder);
    await settingsOf(second);
    expect(await readFile(entry, 'utf8')).toMatch(
      new RegExp(`^Exec="${program}" "--data=${folder}"[^]*enabled=false`, 'm'),
    );
    await second.close();
  },
);
