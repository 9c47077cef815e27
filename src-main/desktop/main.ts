// The desktop face: Electron around the engine, which lives in this process or is a service that runs already. Holds the
// order of start and end; knows nothing of calls. Must not await `whenReady` at top level: Electron is ready only after
// this file ran.
import './start-folder.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { app, protocol } from 'electron';
import { createExampleDesk } from '#main/examples/example-desk.ts';
import { exampleLines } from '#main/examples/example-lines.ts';
import type { Log } from '#main/host.ts';
import { findAppImage } from './app-image.ts';
import { appScheme } from './app-protocol.ts';
import { awaitArrivals, type OtherStart } from './arrivals.ts';
import { openDesktopFile } from './desktop-file.ts';
import { openDesktopLog } from './desktop-log.ts';
import type { Engine } from './engine.ts';
import { failed } from './exit-status.ts';
import { beFirstInstance } from './first-instance.ts';
import { guardApp } from './guards.ts';
import { endWith, sayLast } from './last-word.ts';
import { openEngine } from './open-engine.ts';
import { createPreferences } from './preferences.ts';
import { beginProcess } from './own-processes.ts';
import { refusalOf } from './refuse-switches.ts';
import { mayRestartAlone, restart, restartAlone } from './restart.ts';
import { openShell, type Shell } from './shell.ts';
import { startAtLogin } from './start-at-login.ts';
import { readStartOptions, usualFolder, whyByHand } from './start-options.ts';
import { watchUncaught } from './uncaught.ts';
import { createUpdates } from './updates.ts';

// Relative to the bundle, which may have put the code that uses them into a chunk elsewhere. In a package it is an
// archive; threads start from files, which lie beside it.
const files = import.meta.url.replace('/app.asar/', '/app.asar.unpacked/');
const workers = {
  store: new URL('./store-worker.js', files),
  run: new URL('./run-worker.js', files),
  errand: new URL('./errand-worker.js', files),
};
const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url));
const screensFolder = new URL('../renderer/', import.meta.url);
const iconsFolder = fileURLToPath(new URL('../../resources/icons', import.meta.url));
const examplesFolder = new URL('../../resources/examples/', import.meta.url);

/** How long the engine may take to end after what nobody caught. */
const closingMs = 10_000;
/** As far as the start has come. */
const there: { log?: Log; engine?: Engine; shell?: Shell } = {};
watchUncaught(
  () => there.log,
  (error) => void endAfter(error).catch(() => app.exit(failed)),
);

protocol.registerSchemesAsPrivileged([appScheme]);
// Where a developer had to switch the sandbox off, insisting on it would end the renderers.
if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
guardApp(app);
// Windows shows notifications and gathers windows by it.
app.setAppUserModelId('dev.hookline.desktop');

const options = readStartOptions(process.argv.slice(1), process.env, app.getPath('appData'));
const arrivals = awaitArrivals(app);
if (isAllowed() && takeFolder(options.dataFolder)) void app.whenReady().then(start).catch(endWith);

function isAllowed(): boolean {
  const refusal = refusalOf(app, findAppImage(app.isPackaged) !== null);
  if (refusal !== null) void endWith(refusal);
  return refusal === null;
}

/** False where this process is to end: an instance of this folder is there already, or the folder cannot be. */
function takeFolder(folder: string): boolean {
  try {
    const chromiumFolder = join(folder, 'chromium');
    mkdirSync(chromiumFolder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
    app.setPath('sessionData', chromiumFolder);
  } catch (error) {
    void endWith(error);
    return false;
  }
  const start: OtherStart = { argv: process.argv.slice(1), folder: process.cwd() };
  const first = beFirstInstance(() => app.requestSingleInstanceLock(start), folder);
  if (first === 'told') app.exit(0);
  else if (first !== 'ours') void endWith(first);
  return first === 'ours';
}

async function start(): Promise<void> {
  const { dataFolder, files, placeArguments } = options;
  const usual = usualFolder(app.getPath('appData'));
  const log = (there.log = openDesktopLog(dataFolder));
  const remembered = openDesktopFile(dataFolder);
  const updates = createUpdates({
    version: app.getVersion(),
    log,
    tick: () => performance.now(),
    preferences: () => remembered.get().preferences,
    byHand: whyByHand(options, usual, process.platform),
    async load() {
      const { openUpdater } = await import('./updater.ts');
      const environment = { HOOKLINE_DATA: dataFolder, HOOKLINE_PLACES: placeArguments.join(' ') };
      return openUpdater({ log, environment, failed: (why) => void goOn(why) });
    },
  });
  const login = startAtLogin(dataFolder, usual);
  const preferences = createPreferences(remembered, login, updates.follow);
  const { startHidden } = preferences.preferences();
  preferences.start();
  const { state: update, look: lookForUpdate, ask: installUpdate } = updates;
  const desktop = { ...preferences, update, lookForUpdate, installUpdate };
  const examples = createExampleDesk(examplesFolder);
  const engine = await openEngine(
    options,
    { version: app.getVersion(), workers, beginProcess, log, desktop, examples },
    screensFolder,
  );
  if (!engine) return app.exit(failed);
  there.engine = engine;
  try {
    if (options.examples) await loadExamples(engine);
    there.shell = openShell({
      engine,
      log,
      remembered,
      updates,
      arrivals,
      isHidden: options.isHidden || (app.getLoginItemSettings().wasOpenedAtLogin && startHidden),
      files,
      folders: { data: dataFolder, icons: iconsFolder, screens: fileURLToPath(screensFolder) },
      preload,
      endWith: (why) => void endWith(why),
    });
  } catch (error) {
    // Before anything is said: what is said stands in the way of calls.
    await engine.close(0).catch(() => undefined);
    throw error;
  }
}

/** What nobody caught leaves nothing that can be trusted: all ends, and begins anew. */
async function endAfter(error: unknown): Promise<void> {
  await Promise.race([there.engine?.close(0).catch(() => undefined), sleep(closingMs)]);
  if (there.shell?.endsFor() === 'good') app.exit(failed);
  else if (mayRestartAlone()) await restartAlone(failed);
  else await endWith(error);
}

/** How to call them is told to whoever started the app from a terminal. */
async function loadExamples({ reach }: Engine): Promise<void> {
  const client = await reach();
  const loaded = await client.installation.loadExamples();
  process.stdout.write(`${exampleLines(loaded).join('\n')}\n`);
}

/** Everything has ended for an update that then could not be put in place: the version that was there goes on. */
async function goOn(why: unknown): Promise<void> {
  const text = why instanceof Error ? why.message : String(why);
  await sayLast('The update could not be installed', `Hookline goes on as it was. ${text}`);
  await restart(0);
}
