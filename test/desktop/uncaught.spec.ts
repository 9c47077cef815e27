// What nobody caught: the app starts again by itself, since Electron's own box would keep every call away until somebody clicks.
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { double } from '#scripts/desktop-binaries.js';
import { endOf, launch, mount, shown, test, withoutWindow } from './launch.ts';

test.skip(process.platform !== 'linux', 'An AppImage is of Linux.');

/** An installed app, whose next start writes its arguments down and ends. */
async function installed(folder: string, ...more: readonly string[]) {
  const program = `${folder}.AppImage`;
  const ran = `${folder}.ran`;
  await writeFile(program, `#!/bin/sh\necho "$@" > ${ran}.draft\nmv ${ran}.draft ${ran}\n`);
  await chmod(program, 0o755);
  const environment = { DOUBLE_RESOURCES: folder, APPIMAGE: program, APPDIR: mount };
  const app = await launch(double, folder, { more, environment });
  let said = '';
  app.process().stderr?.on('data', (text: Buffer) => (said += text.toString()));
  return {
    app,
    said: () => said,
    nextStart: () => readFile(ran, 'utf8').catch(() => ''),
    async [Symbol.asyncDispose]() {
      await rm(program, { force: true });
      await rm(ran, { force: true });
    },
  };
}

const fail = {
  'an error': (app: ElectronApplication) =>
    app.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('nobody expects it');
        }),
    ),
  'a rejection': (app: ElectronApplication) =>
    app.evaluate(() => void setTimeout(() => void Promise.reject(new Error('nobody expects it')))),
};

for (const [what, happen] of Object.entries(fail))
  test(
    `${what} that nobody caught is in the log, and the app ends in order and starts again`,
    { tag: '@double' },
    async ({ folder }) => {
      await using at = await installed(folder);
      await shown(at.app);
      const main = at.app.process();
      const ended = endOf(at.app);
      await happen(at.app);
      await ended;
      expect(main.exitCode).toBe(70);
      await expect.poll(at.nextStart).toMatch(/--data=.* --after-failure$/m);
      expect(await at.nextStart()).not.toContain('--hidden');
      expect(existsSync(join(folder, 'service.json'))).toBe(false);
      expect(await readFile(join(folder, 'hookline.log'), 'utf8')).toContain('nobody expects it');
    },
  );

test('without a window it starts again without one', { tag: '@double' }, async ({ folder }) => {
  await using at = await installed(folder);
  const page = await shown(at.app);
  await page.close();
  await withoutWindow(at.app);
  const ended = endOf(at.app);
  await fail['an error'](at.app);
  await ended;
  await expect.poll(at.nextStart).toContain('--hidden');
});

test(
  'an app that fails soon after such a start says why, and does not start again for ever',
  { tag: '@double' },
  async ({ folder }) => {
    await using at = await installed(folder, '--after-failure');
    await shown(at.app);
    const main = at.app.process();
    const ended = endOf(at.app);
    await fail['an error'](at.app);
    await ended;
    expect(main.exitCode).toBe(70);
    expect(at.said()).toMatch(/Hookline cannot go on\n.*nobody expects it/);
    expect(await at.nextStart()).toBe('');
  },
);

test('a terminal that is closed ends nothing that writes to it', { tag: '@double' }, async ({ folder }) => {
  await using at = await installed(folder);
  const page = await shown(at.app);
  at.app.process().stdout?.destroy();
  await at.app.evaluate(async () => {
    // Until the other end is known to be gone.
    await new Promise<void>((resolve) => {
      const write = () =>
        void process.stdout.write('a line\n', (error) => (error ? resolve() : setImmediate(write)));
      write();
    });
  });
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await at.app.close();
  expect(await at.nextStart()).toBe('');
});
