// The two faces that the same specs go over: a page of a browser at the service, or the window of the desktop app, which
// runs in the double. `scripts/faces.js` says which go over which.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { double } from '#scripts/desktop-binaries.js';
import { applyFile } from '../desktop/apply-file.ts';
import { launch } from '../desktop/launch.ts';
import { startBusyService as serveBusy } from '../support/busy-service.ts';
import { startService as serve, type Service } from '../support/service.ts';

export type { Service };

/** Of the project that goes over the window. */
export const isWindow = (): boolean => test.info().project.name === 'window';

let app: ElectronApplication | null = null;

/** What `act` saves as a file: a browser downloads it, the app's window hands it to the system. */
export async function savedBy(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  if (!isWindow()) {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }
  const saved = async () => (await app?.evaluate(() => globalThis.__double?.downloads)) ?? [];
  const before = (await saved()).length;
  await act();
  await expect.poll(async () => (await saved()).length).toBe(before + 1);
  const { name, path } = (await saved()).at(-1)!;
  return { name, text: await readFile(path, 'utf8') };
}

interface StartOptions {
  readonly integrations?: readonly object[];
  /** A data folder that outlives it; a new one otherwise. */
  readonly data?: string;
}

/** Starts what answers the screens: the service, or the app. A worker has one app at a time. */
export const startService = (options: StartOptions = {}): Promise<Service> =>
  isWindow() ? startApp(options) : serve(options);

/** The same with a log of many calls. */
export const startBusyService = (of: Parameters<typeof serveBusy>[0]): Promise<Service> =>
  serveBusy(of, startService);

async function startApp({ integrations = [], data }: StartOptions): Promise<Service> {
  const dataFolder = data ?? (await mkdtemp(join(tmpdir(), 'hookline-window-')));
  const started = await launch(double, dataFolder);
  app = started;
  await settled(started);
  if (integrations.length > 0)
    expect(await applyFile(dataFolder, ...integrations)).toMatchObject({ status: 0 });
  const { webhookUrl, adminUrl, pid } = JSON.parse(
    await readFile(join(dataFolder, 'service.json'), 'utf8'),
  ) as Pick<Service, 'webhookUrl' | 'adminUrl' | 'pid'>;
  const main = started.process();
  const gone = new Promise<void>((resolve) => main.once('exit', () => resolve()));
  return {
    webhookUrl,
    adminUrl,
    adminToken: (await readFile(join(dataFolder, 'admin-token'), 'utf8')).trim(),
    pid,
    dataFolder,
    async stop() {
      const refusals = await started.evaluate(() => globalThis.__double?.refusals ?? []);
      for (const page of started.windows()) await page.evaluate(letGo).catch(() => undefined);
      await started.close();
      if (data === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
      expect(refusals).toEqual([]);
      return main.exitCode;
    },
    async kill() {
      main.kill('SIGKILL');
      await gone;
    },
  };
}

/** The app's window, with its screens connected, or with what has to be decided before there are any. */
async function settled(of: ElectronApplication): Promise<Page> {
  const page = await of.firstWindow();
  const screens = page.getByRole('status', { name: 'State of the runtime' }).filter({ hasText: 'Connected' });
  await expect(screens.or(page.getByRole('heading', { name: 'The data is damaged' }))).toBeVisible();
  return page;
}

/** In the page: what a test left unsaved is nobody's, and holds no window. */
function letGo(): void {
  BeforeUnloadEvent.prototype.preventDefault = () => undefined;
}

/** The app's window as a person finds it who opens it for the first time. */
export async function freshWindow(): Promise<Page> {
  if (app === null) throw new Error('A test over the window starts the app before it asks for the page.');
  const page = await app.firstWindow();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.evaluate(() => {
    localStorage.clear();
    // Not by the hash, which a page with unsaved changes would take back.
    history.replaceState(null, '', '#/');
  });
  await page.evaluate(letGo);
  await page.reload();
  await settled(app);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return page;
}
