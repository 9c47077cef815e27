// What a window lives through: loads, crashes and hangs of its page, and the port that each document of it has.
import { expect } from '@playwright/test';
import { countPorts, portsOf } from './count-ports.ts';
import { test } from './launch.ts';

test('a reload brings a new port and ends the old one', async ({ page, app }) => {
  await countPorts(app);
  await page.reload();
  await expect(page.getByText('Connected')).toBeVisible();
  expect(await portsOf(app)).toEqual({ opened: 1, closed: 0 });
  await page.reload();
  await expect(page.getByText('Connected')).toBeVisible();
  await expect.poll(() => portsOf(app)).toEqual({ opened: 2, closed: 1 });
});

test('a window that crashed is loaded again when somebody says so', async ({ page, app }) => {
  await countPorts(app);
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  const window = await app.browserWindow(page);
  await window.evaluate(({ webContents }) => webContents.forcefullyCrashRenderer());
  await expect.poll(() => portsOf(app)).toEqual({ opened: 1, closed: 0 });
  const shown = () =>
    window.evaluate(({ webContents }) =>
      webContents.executeJavaScript('document.body.innerText').catch(() => ''),
    );
  await expect.poll(shown).toContain('Connected');
  expect(await portsOf(app)).toEqual({ opened: 1, closed: 0 });
});

test('a window that hangs is loaded again or waited for, as somebody says', async ({ page, app }) => {
  await countPorts(app);
  await app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    const answers = [0, 1];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (...args: unknown[]) => {
      asked.push((args.at(-1) as Electron.MessageBoxOptions).message);
      return Promise.resolve({ response: answers.shift()!, checkboxChecked: false });
    };
  });
  const asked = () => app.evaluate(() => (globalThis as { asked?: string[] }).asked);
  const window = await app.browserWindow(page);
  // It hangs for good; Electron tells so after it has not taken a click or a key for a while.
  await window.evaluate(({ webContents }) => {
    webContents.executeJavaScript('for (;;);').catch(() => undefined);
    webContents.emit('unresponsive');
  });
  await expect.poll(asked).toEqual(['The window does not answer.']);
  // Until the answer has been heard.
  await app.evaluate(() => new Promise(setImmediate));
  await window.evaluate(({ webContents }) => webContents.emit('unresponsive'));
  await expect.poll(() => portsOf(app)).toEqual({ opened: 1, closed: 0 });
  const shown = () =>
    window.evaluate(({ webContents }) =>
      webContents.executeJavaScript('document.body.innerText').catch(() => ''),
    );
  await expect.poll(shown).toContain('Connected');
  // Its end is no crash that somebody would be asked about.
  expect(await asked()).toEqual(['The window does not answer.', 'The window does not answer.']);
});

test('a window that answers again takes its question back', async ({ page, app }) => {
  await app.evaluate(({ dialog }) => {
    const questions = { open: 0, asked: 0 };
    Object.assign(globalThis, { questions });
    dialog.showMessageBox = (...args: unknown[]) => {
      questions.open += 1;
      questions.asked += 1;
      const { signal } = args.at(-1) as Electron.MessageBoxOptions;
      return new Promise((resolve) =>
        signal?.addEventListener('abort', () => {
          questions.open -= 1;
          resolve({ response: 0, checkboxChecked: false });
        }),
      );
    };
  });
  const questions = () => app.evaluate(() => (globalThis as { questions?: unknown }).questions);
  const window = await app.browserWindow(page);
  const say = (what: string) =>
    window.evaluate(({ webContents }, event) => void webContents.emit(event), what);
  await say('unresponsive');
  await say('unresponsive');
  expect(await questions()).toEqual({ open: 1, asked: 1 });
  await say('responsive');
  expect(await questions()).toEqual({ open: 0, asked: 1 });
  await say('unresponsive');
  expect(await questions()).toEqual({ open: 1, asked: 2 });
  await say('responsive');
  await expect(page.getByText('Connected')).toBeVisible();
});

test('the port goes to the page itself and to no frame in it, whatever that says', async ({ page, app }) => {
  await countPorts(app);
  await page.addInitScript(() => {
    const counting = top as unknown as { ports: { page: number; frame: number } };
    const where = window === top ? 'page' : 'frame';
    if (window === top) counting.ports = { page: 0, frame: 0 };
    window.addEventListener('message', ({ ports }) => (counting.ports[where] += ports.length));
    if (window !== top) {
      // The frame asks for a port of its own, and for the page's as if it were the page.
      window.postMessage('hookline:ready', '*');
      top?.postMessage('hookline:ready', '*');
      return;
    }
    // Before any script of the page runs, so that nobody has asked yet.
    new MutationObserver((_changes, observer) => {
      if (!document.body) return;
      observer.disconnect();
      document.body.append(document.createElement('iframe'));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await expect(page.getByText('Connected')).toBeVisible();
  expect(page.frames()).toHaveLength(2);
  expect(await page.evaluate(() => (window as unknown as { ports: unknown }).ports)).toEqual({
    page: 1,
    frame: 0,
  });
  expect(await portsOf(app)).toEqual({ opened: 1, closed: 0 });
});
