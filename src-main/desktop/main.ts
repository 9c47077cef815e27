// The desktop face: Electron around the engine, which lives in this process or is a service that runs already. Holds the
// order of start and end; knows nothing of calls. Must not await `whenReady` at top level: Electron is ready only after
// this file ran.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, protocol } from 'electron';
import { createExampleDesk } from '#main/examples/example-desk.ts';
import { exampleLines } from '#main/examples/example-lines.ts';
import { appScheme } from './app-protocol.ts';
import { openDesktopFile } from './desktop-file.ts';
import { openDesktopLog } from './desktop-log.ts';
import type { Engine } from './engine.ts';
import { guardApp } from './guards.ts';
import { openEngine } from './open-engine.ts';
import { createPreferences } from './preferences.ts';
import { refusedSwitch } from './refuse-switches.ts';
import { beginProcess } from './own-processes.ts';
import { openShell } from './shell.ts';
import { readStartOptions } from './start-options.ts';
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
const failed = 70;

protocol.registerSchemesAsPrivileged([appScheme]);
// Where a developer had to switch the sandbox off, insisting on it would end the renderers.
if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
guardApp(app);
// Windows shows notifications and gathers windows by it.
app.setAppUserModelId('dev.hookline.desktop');

const options = readStartOptions(process.argv.slice(1), process.env, app.getPath('appData'));
/** On macOS a file that is opened comes by an event, before the app is ready where it starts for it. */
const early: string[] = [];
app.on('open-file', (event, path) => {
  event.preventDefault();
  early.push(path);
});
if (isAllowed() && takeFolder(options.dataFolder)) void app.whenReady().then(start).catch(endWith);

function isAllowed(): boolean {
  const refused = refusedSwitch(app);
  if (refused === null) return true;
  endWith(new Error(`An installed Hookline does not start with --${refused}.`));
  return false;
}

/** False where this process is to end: an instance of this folder is there already, or the folder cannot be. */
function takeFolder(folder: string): boolean {
  try {
    const chromiumFolder = join(folder, 'chromium');
    mkdirSync(chromiumFolder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
    app.setPath('sessionData', chromiumFolder);
  } catch (error) {
    endWith(error);
    return false;
  }
  if (app.requestSingleInstanceLock()) return true;
  app.exit(0);
  return false;
}

async function start(): Promise<void> {
  const log = openDesktopLog(options.dataFolder);
  const remembered = openDesktopFile(options.dataFolder);
  const updates = createUpdates({
    version: app.getVersion(),
    log,
    tick: () => performance.now(),
    preferences: () => remembered.get().preferences,
    load: async () => (await import('./updater.ts')).openUpdater(log, startAgain),
  });
  const preferences = createPreferences(remembered, updates.follow);
  const startsHidden = () => preferences.preferences().startHidden;
  preferences.follow();
  const { state: update, look: lookForUpdate, ask: installUpdate } = updates;
  const desktop = { ...preferences, update, lookForUpdate, installUpdate };
  const examples = createExampleDesk(examplesFolder);
  const engine = await openEngine(
    options,
    { version: app.getVersion(), workers, beginProcess, log, desktop, examples },
    screensFolder,
  );
  if (!engine) return app.exit(failed);
  if (options.examples) await loadExamples(engine);
  void engine.lost.then((error) => tellOfLoss(engine, error.message));
  openShell({
    engine,
    log,
    remembered,
    updates,
    isHidden: options.isHidden || (app.getLoginItemSettings().wasOpenedAtLogin && startsHidden()),
    files: [...options.files, ...early],
    folders: { data: options.dataFolder, icons: iconsFolder, screens: fileURLToPath(screensFolder) },
    preload,
    failed: endWith,
  });
}

/** How to call them is told to whoever started the app from a terminal. */
async function loadExamples({ reach }: Engine): Promise<void> {
  const client = await reach();
  const loaded = await client.installation.loadExamples();
  process.stdout.write(`${exampleLines(loaded).join('\n')}\n`);
}

async function tellOfLoss(engine: Engine, why: string): Promise<void> {
  // No call is taken any more; the rest can no longer end in order.
  engine.close().catch(() => undefined);
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Hookline cannot keep calls any more.',
    detail: why,
    buttons: ['Restart', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) app.relaunch();
  app.exit(failed);
}

/** Everything has ended for an update that then could not be put in place: the version that was there goes on. */
function startAgain(error: unknown): void {
  dialog.showErrorBox(
    'The update could not be installed',
    `Hookline goes on as it was. ${error instanceof Error ? error.message : String(error)}`,
  );
  app.relaunch();
  app.exit(0);
}

function endWith(error: unknown): void {
  dialog.showErrorBox('Hookline cannot go on', error instanceof Error ? error.message : String(error));
  app.exit(failed);
}
