// The desktop face: Electron around the engine, which lives in this process. Holds the order of start and end;
// knows nothing of calls. Must not await `whenReady` at top level: Electron is ready only after this file ran.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, protocol, session, type BrowserWindow } from 'electron';
import { localClient } from '#main/capability/local-client.ts';
import { servePort } from '#main/carrier/message-port.ts';
import type { Runtime } from '#main/runtime.ts';
import { findOuterKeys } from '#main/secrets/outer-key.ts';
import { exampleLines } from '#main/examples/example-lines.ts';
import { openExamples, type OpenExamples } from '#main/examples/open-examples.ts';
import type { Host, Log } from '#main/host.ts';
import { answerFromFolder, appScheme, serveScreens } from './app-protocol.ts';
import { openDesktopLog } from './desktop-log.ts';
import { answerFromServer, isSocketOf } from './dev-screens.ts';
import { guardContents, guardSession } from './guards.ts';
import { openKeychain } from './keychain.ts';
import { setMenu } from './menu.ts';
import { readStartOptions } from './start-options.ts';
import { startRuntime } from './start-runtime.ts';
import { partition } from './web-preferences.ts';
import { bringToFront, openWindow } from './window.ts';

// Relative to the bundle, which may have put the code that uses them into a chunk elsewhere.
const workers: Host['workers'] = {
  store: new URL('./store-worker.js', import.meta.url),
  run: new URL('./run-worker.js', import.meta.url),
};
const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url));
const screensFolder = fileURLToPath(new URL('../renderer', import.meta.url));
const examplesFolder = new URL('../../resources/examples/', import.meta.url);
const failed = 70;

protocol.registerSchemesAsPrivileged([appScheme]);
// Where a developer had to switch the sandbox off, insisting on it would end the renderers.
if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('web-contents-created', (_event, contents) => guardContents(contents));

const options = readStartOptions(process.argv.slice(1), process.env, app.getPath('appData'));
if (takeFolder(options.dataFolder)) void app.whenReady().then(start).catch(endWith);

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
  const { dataFolder, places } = options;
  const log = openDesktopLog(dataFolder);
  const outerKeys = await findOuterKeys(dataFolder, process.env, await openKeychain(log));
  const host: Host = { face: 'desktop', version: app.getVersion(), dataFolder, workers, outerKeys, log };
  const runtime = await startRuntime(host, places);
  if (!runtime) return app.exit(failed);
  const examples = options.examples ? await loadExamples(runtime) : null;
  endInOrder(runtime, log, async () => examples?.close());

  openScreens();
  setMenu();
  showWindow(() => openWindow(preload, (port) => servePort(runtime.router, port, log)));
}

/** The sample integrations; how to call them is told to whoever started the app from a terminal. */
async function loadExamples({ router, status }: Runtime): Promise<OpenExamples> {
  const webhookUrl = status().listeners[0]?.url ?? '';
  const examples = await openExamples(localClient(router), { folder: examplesFolder, webhookUrl });
  process.stdout.write(`${exampleLines(examples.loaded).join('\n')}\n`);
  return examples;
}

/** The built screens; those of the development server where there is one. */
function openScreens(): void {
  const screens = session.fromPartition(partition);
  const server = app.isPackaged ? null : URL.parse(process.env.ELECTRON_RENDERER_URL ?? '');
  guardSession(screens, server ? isSocketOf(server) : undefined);
  serveScreens(screens, server ? answerFromServer(server) : answerFromFolder(screensFolder));
}

/** Opens the window, and again or to the front whenever somebody asks for the app. */
function showWindow(open: () => BrowserWindow): void {
  let window = open();
  const show = () => {
    if (window.isDestroyed()) window = open();
    else bringToFront(window);
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** Windows close first, since a page may still say no; then running calls finish and all is on disk. */
function endInOrder(runtime: Runtime, log: Log, after: () => Promise<void>): void {
  let closing: Promise<void> | null = null;
  app.on('will-quit', (event) => {
    event.preventDefault();
    closing ??= runtime
      .close()
      .then(after)
      .then(() => app.exit(0), endWith);
  });
  void runtime.lost.then(async ({ message }) => {
    log.error('lost', { error: message });
    // No call is taken any more; the rest can no longer end in order.
    runtime.close().catch(() => undefined);
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: 'Hookline cannot keep calls any more.',
      detail: message,
      buttons: ['Restart', 'Quit'],
      defaultId: 0,
      cancelId: 1,
    });
    if (response === 0) app.relaunch();
    app.exit(failed);
  });
}

function endWith(error: unknown): void {
  dialog.showErrorBox('Hookline cannot go on', error instanceof Error ? error.message : String(error));
  app.exit(failed);
}
