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
