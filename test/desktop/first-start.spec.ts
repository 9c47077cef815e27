// From nothing to a called endpoint, and what a person decides about their computer.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { argumentsFor, endOf, launch, runToEnd, test } from './launch.ts';

const fileOf = (name: string): string => `hookline: 1
integrations:
  - name: ${name}
    trigger: { authentication: { kind: none } }
`;

test('the examples are loaded by one press, and one of them is called', async ({ page }) => {
  await page.getByRole('button', { name: 'Load the examples' }).click();
  await page.getByRole('link', { name: 'StockAtHand' }).click();
  await expect(page.getByRole('heading', { name: 'StockAtHand' })).toBeVisible();
  const address = await page
    .getByText(/^http:\/\/[\d.:]+\/[a-z0-9]{5}\/StockAtHand$/)
    .first()
    .textContent();
  expect((await fetch(String(address))).status).toBe(401);
});

test('a file that is opened with the app is shown before it is applied', async ({ binary, folder, page }) => {
  const file = join(folder, 'from git.hookline');
  await writeFile(file, fileOf('Orders'));
  // As the system does for a double click while the app runs.
  await runToEnd(binary, [...argumentsFor(folder), file]);
  await expect(page.getByRole('heading', { name: 'Open an installation file' })).toBeVisible();
  await expect(page.getByText('from git.hookline')).toBeVisible();
  await expect(page.getByRole('row', { name: /Integration Orders is created/ })).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('row', { name: /Orders created/ })).toBeVisible();

  // Dropped into the window, with a mistake; what is not an installation file at all is named too.
  await page.evaluate(
    (text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'wrong.yaml'));
      dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    },
    fileOf('Orders').replace('kind: none', 'kind: nobody'),
  );
  await expect(page.getByText('wrong.yaml')).toBeVisible();
  await expect(page.getByRole('row', { name: /^4 integrations\[0\]\.trigger/ })).toBeVisible();
  await page.getByRole('button', { name: 'Choose another' }).waitFor();
});

test(
  'a file that the app is started with is shown, and what is no text is refused by name',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const file = join(folder, 'the first.yaml');
    await writeFile(file, fileOf('First'));
    const app = await launch(binary, folder, { more: [pathToFileURL(file).href] });
    const page = await app.firstWindow();
    await expect(page.getByRole('row', { name: /First is created/ })).toBeVisible();
    const picture = join(folder, 'picture.yaml');
    await copyFile('resources/icons/16x16.png', picture);
    await runToEnd(binary, [...argumentsFor(folder), picture, join(folder, 'gone.yaml'), '/etc/passwd']);
    await expect
      .poll(() => app.evaluate(() => globalThis.__double?.told.map(({ detail }) => detail)))
      .toEqual([expect.stringContaining(picture), expect.stringContaining('gone.yaml')]);
    await app.close();
  },
);

test(
  'how the app behaves is chosen in the settings, in effect at once',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const app = await launch(binary, folder, { environment: { XDG_CONFIG_HOME: folder } });
    const page = await app.firstWindow();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Start when I sign in to this computer').click();
    await expect(page.getByLabel('Start when I sign in to this computer')).toBeChecked();
    await page.getByLabel('Keep this computer awake while Hookline runs').click();
    const autostart = join(folder, 'autostart');
    await expect.poll(() => readdir(autostart).catch(() => [])).toHaveLength(1);
    // Of a folder that is not the usual one.
    const entry = join(autostart, String((await readdir(autostart))[0]));
    await expect
      .poll(() => readFile(entry, 'utf8'))
      .toMatch(new RegExp(`^Exec="[^\\n]+" "--data=${folder}" "--hidden"$`, 'm'));
    await expect.poll(() => app.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(1))).toBe(true);
    await page.getByLabel('Without a window then').click();
    await expect.poll(() => readFile(entry, 'utf8')).not.toContain('--hidden');
    await page.getByLabel('Start when I sign in to this computer').click();
    await expect.poll(() => readFile(entry, 'utf8').catch(() => 'gone')).toBe('gone');
    await page.getByLabel('Keep receiving calls when the window is closed').click();
    await expect(page.getByLabel('Keep receiving calls when the window is closed')).not.toBeChecked();
    const ended = endOf(app);
    await page.close();
    await ended;
  },
);

test(
  'what cannot be kept of the settings is said, and starts nothing at login',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const app = await launch(binary, folder, { environment: { XDG_CONFIG_HOME: folder } });
    const page = await app.firstWindow();
    await page.getByRole('link', { name: 'Settings' }).click();
    const choice = page.getByLabel('Start when I sign in to this computer');
    await expect(choice).toBeVisible();
    // A folder stands where the file is to be.
    await rm(join(folder, 'desktop.json'), { force: true });
    await mkdir(join(folder, 'desktop.json'));
    await choice.click();
    await expect(page.getByText(/EISDIR/)).toBeVisible();
    await expect(choice).not.toBeChecked();
    expect(await readdir(join(folder, 'autostart')).catch(() => [])).toEqual([]);
    await app.close();
  },
);

test(
  'a data folder whose name would write lines of its own into what starts at login is not written there',
  { tag: '@double' },
  async ({ binary, folder }) => {
    const app = await launch(binary, join(folder, 'data\nExec=another'), {
      environment: { XDG_CONFIG_HOME: folder },
    });
    const page = await app.firstWindow();
    await page.getByRole('link', { name: 'Settings' }).click();
    const choice = page.getByLabel('Start when I sign in to this computer');
    await choice.click();
    await expect(page.getByText(/has a control character/)).toBeVisible();
    await expect(choice).not.toBeChecked();
    expect(await readdir(join(folder, 'autostart')).catch(() => [])).toEqual([]);
    await app.close();
  },
);

test('the listener is exposed on the network only by somebody who read what that means', async ({ page }) => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Expose on the network…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Expose on the network' });
  await expect(dialog.getByText('Firewall.')).toBeVisible();
  await expect(dialog.getByText('There are none: every caller needs a key')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Expose' })).toBeDisabled();
  await dialog.getByLabel('I know who is in these networks').check();
  await dialog.getByRole('button', { name: 'Expose' }).click();
  await expect(page.getByText(/^HTTP 0\.0\.0\.0:\d+$/)).toBeVisible();
  await page.getByRole('button', { name: 'Back to this machine only' }).click();
  await expect(page.getByText(/^HTTP 127\.0\.0\.1:\d+$/)).toBeVisible();
});
