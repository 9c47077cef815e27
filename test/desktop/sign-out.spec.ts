// The end of a person's session on Windows, as far as the app hears of it: by its window.
import { expect, type ElectronApplication } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endOf, test } from './launch.ts';
import { somebody } from './person.ts';
import { received, runningCall } from './running-call.ts';

const signOut = (app: ElectronApplication) =>
  app.evaluate(() => void setImmediate(() => globalThis.__double?.endSession?.()));

test(
  'a window whose question is taken back stays until calls have had their time',
  { tag: '@double' },
  async ({ app, page, folder }) => {
    await expect(page.getByText('Connected')).toBeVisible();
    await using _call = await runningCall(folder);
    const person = await somebody(app);
    await app.evaluate(({ app: main }) => main.quit());
    await expect.poll(person.standing).toEqual(['1 call is running.']);
    const main = app.process();
    const ended = endOf(app);
    await signOut(app);
    await ended;
    expect(main.exitCode).toBe(0);
  },
);

test(
  'the window opens where it was when somebody signed out',
  { tag: '@double' },
  async ({ app, page, folder }) => {
    const bounds = { x: 240, y: 130, width: 1000, height: 640 };
    const window = await app.browserWindow(page);
    await window.evaluate((one, to) => one.setBounds(to), bounds);
    const ended = endOf(app);
    await signOut(app);
    await ended;
    expect(JSON.parse(await readFile(join(folder, 'desktop.json'), 'utf8'))).toMatchObject({
      window: bounds,
    });
  },
);

test('whoever wants only the files of the app free gets no "no", and ends nothing before all others agreed', async ({
  app,
  page,
  folder,
}) => {
  const window = await app.browserWindow(page);
  const isHeldBack = await window.evaluate((one) => {
    let was = false;
    one.emit('query-session-end', { reasons: ['close-app'], preventDefault: () => (was = true) });
    return was;
  });
  expect(isHeldBack).toBe(false);
  expect(await received(folder, 'abcde/Nobody')).toBe(404);
});
