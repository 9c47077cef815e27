// The desktop app as built: the real main and preload bundles, the real screens, a real port between them.
import { expect } from '@playwright/test';
import { startPeer } from '#test/support/peer.ts';
import { applyFile } from './apply-file.ts';
import { argumentsFor, launch, runToEnd, test } from './launch.ts';

test('a trigger made in the form answers over HTTP, and its call is seen as it comes', async ({ page }) => {
  await page.getByRole('link', { name: 'New integration' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('CreateCustomerRecord');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'CreateCustomerRecord' })).toBeVisible();
  const address = await page
    .getByText(/^http:\/\/[\d.:]+\/[a-z0-9]{5}\/CreateCustomerRecord$/)
    .first()
    .textContent();

  await page.getByRole('link', { name: 'Live log' }).click();
  await expect(page.getByText('following')).toBeVisible();
  const answer = await fetch(String(address), { method: 'POST', body: '{"id":42}' });
  expect(answer.status).toBe(202);
  const row = page.getByRole('row').filter({ hasText: 'CreateCustomerRecord' });
  await expect(row).toContainText('POST');
  await expect(row).toContainText('succeeded');
});

test('a page cannot leave, open a window or reach the network', async ({ page, app }) => {
  const address = page.url();
  await page.evaluate(() => (window.location.href = 'https://evil.example/'));
  expect(await page.evaluate(() => window.open('https://evil.example/'))).toBe(null);
  expect(
    await page.evaluate(() => fetch('https://evil.example/').then(String, (error: Error) => error.name)),
  ).toBe('TypeError');
  await expect(page.getByText('Connected')).toBeVisible();
  expect(page.url()).toBe(address);
  expect(app.windows()).toHaveLength(1);
});

test(
  'a page saves as files what it made itself, and nothing else',
  { tag: '@double' },
  async ({ page, app }) => {
    const save = (address: string, name: string) =>
      page.evaluate(
        ([href, download]) => {
          const link = document.createElement('a');
          Object.assign(link, {
            href: href === '' ? URL.createObjectURL(new Blob(['made'])) : href,
            download,
          });
          link.click();
        },
        [address, name] as const,
      );
    await save('/index.html', 'screens.html');
    await save('', 'own.txt');
    const names = () => app.evaluate(() => globalThis.__double?.downloads.map(({ name }) => name));
    await expect.poll(names).toEqual(['own.txt']);
  },
);

test('the policy of the page is in force', async ({ page }) => {
  const ran = await page.evaluate(async () => {
    // In a task of its own: what is evaluated from outside may do more.
    const made = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          // oxlint-disable-next-line typescript/no-implied-eval -- it must not work
          resolve(new Function('return 1')());
        } catch (error) {
          resolve((error as Error).name);
        }
      }),
    );
    const marks: string[] = [];
    Object.assign(window, { mark: (text: string) => marks.push(text) });
    const outcomeOf = (act: () => void): string => {
      try {
        act();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const html = outcomeOf(() =>
      document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="mark(1)">'),
    );
    const script = outcomeOf(() => {
      const element = document.createElement('script');
      element.textContent = 'mark(2)';
      document.body.append(element);
    });
    const bold = document.createElement('b');
    bold.setAttribute('style', 'position:fixed');
    document.body.append(bold);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [made, html, script, marks.length, getComputedStyle(bold).position];
  });
  expect(ran).toEqual(['EvalError', 'TypeError', 'TypeError', 0, 'static']);
});

test('a page sees nothing of Node or Electron, and has no permission but to copy', async ({ page }) => {
  const seen = await page.evaluate(async () => ({
    names: [
      'require',
      'process',
      'module',
      'Buffer',
      'electron',
      'ipcRenderer',
      'hookline',
      'toMain',
      'fromMain',
    ].filter((global) => global in window),
    isSecureContext: window.isSecureContext,
    permissions: await Promise.all(
      ['geolocation', 'notifications', 'midi', 'clipboard-read', 'clipboard-write'].map(async (asked) => {
        const { state } = await navigator.permissions.query({ name: asked as PermissionName });
        return state;
      }),
    ),
  }));
  expect(seen).toEqual({
    names: [],
    isSecureContext: true,
    permissions: ['denied', 'denied', 'denied', 'denied', 'granted'],
  });
});

test('a file outside the screens is not served', async ({ page }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/index.html', '/package.json', '/..%2f..%2fpackage.json', '/%00', '/main/desktop.js'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  );
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});

test('a second instance leaves, and the first one comes to the front', async ({
  page,
  app,
  binary,
  folder,
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((first) => first.minimize());
  const second = await runToEnd(binary, argumentsFor(folder));
  expect(second.status).toBe(0);
  await expect.poll(() => window.evaluate((first) => first.isMinimized())).toBe(false);
});

test('a start without a window, whose option stands apart from its value, leaves the window where it is', async ({
  page,
  app,
  binary,
  folder,
}) => {
  const window = await app.browserWindow(page);
  await window.evaluate((first) => first.minimize());
  await app.evaluate(({ app: main }) => {
    const arrivals = { heard: 0 };
    Object.assign(globalThis, { arrivals });
    main.on('second-instance', () => (arrivals.heard += 1));
  });
  const [root = ''] = argumentsFor(folder);
  expect(await runToEnd(binary, [root, '--data', folder, '--hidden'])).toMatchObject({ status: 0 });
  const heard = () =>
    app.evaluate(() => (globalThis as typeof globalThis & { arrivals: { heard: number } }).arrivals.heard);
  await expect.poll(heard).toBe(1);
  expect(await window.evaluate((first) => first.isMinimized())).toBe(true);
});

test('the end waits for the calls that run', async ({ binary, folder }) => {
  const released = Promise.withResolvers<unknown>();
  const peer = await startPeer(() => released.promise);
  const applied = await applyFile(folder, slowIntegration(peer.url));
  expect(applied, applied.said).toMatchObject({ status: 0 });
  const app = await launch(binary, folder);
  const main = app.process();
  const page = await app.firstWindow();
  const listener = await page.getByText(/^HTTP [\d.]+:\d+$/).textContent();

  const answered = fetch(`http://${listener?.replace('HTTP ', '')}/slow1/Slow`);
  await expect.poll(() => peer.received.length).toBe(1);
  await app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (...args: unknown[]) => {
      const { message } = args.at(-1) as Electron.MessageBoxOptions;
      asked.push(message);
      // The first time a person keeps serving, then they let the call end.
      return Promise.resolve({ response: asked.length === 1 ? 2 : 0, checkboxChecked: false });
    };
  });
  const asked = () => app.evaluate(() => (globalThis as { asked?: string[] }).asked);
  await app.evaluate(({ app: main }) => main.quit());
  await expect.poll(asked).toEqual(['1 call is running.']);
  expect(app.windows()).toHaveLength(1);
  const closed = app.close();
  await expect.poll(() => app.windows().length).toBe(0);
  released.resolve({ stock: 7 });
  const answer = await answered;
  expect([answer.status, await answer.json()]).toEqual([200, { stock: 7 }]);
  await closed;
  expect(main.exitCode).toBe(0);
  await peer.close();
});

const slowIntegration = (url: string) => ({
  name: 'Slow',
  code: 'slow1',
  trigger: { authentication: { kind: 'none' }, requestResponse: true },
  workflow: [
    { name: 'ask', kind: 'httpRequest', url },
    { name: 'answer', kind: 'respond', body: { from: 'steps.ask.body' } },
  ],
});
