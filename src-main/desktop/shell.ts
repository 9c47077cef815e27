// What stands around the engine once it runs: the window, the menus, the tray, notifications, and the way to the end.
import { app, dialog, session, shell } from 'electron';
import type { Log } from '#main/host.ts';
import { answerFromFolder, serveScreens } from './app-protocol.ts';
import type { Commands } from './commands.ts';
import type { Remembered } from './desktop-file.ts';
import { answerFromServer, isSocketOf } from './dev-screens.ts';
import type { Engine } from './engine.ts';
import { guardSession } from './guards.ts';
import { createInstallationFiles } from './installation-files.ts';
import { createMainWindow } from './main-window.ts';
import { setMenu } from './menu.ts';
import { createNotices } from './notices.ts';
import { createNotifier } from './notifier.ts';
import { watchPower } from './power.ts';
import { watchPulse } from './pulse.ts';
import { quitInOrder } from './quit.ts';
import { readStartOptions } from './start-options.ts';
import { openTray } from './tray.ts';
import { trayWords } from './tray-words.ts';
import type { Updates } from './updates.ts';
import { partition } from './web-preferences.ts';
import { openWindow } from './window.ts';

export interface ShellOptions {
  readonly engine: Engine;
  readonly log: Log;
  readonly remembered: Remembered;
  readonly updates: Updates;
  readonly isHidden: boolean;
  /** Installation files that the app was started with. */
  readonly files: readonly string[];
  readonly folders: { readonly data: string; readonly icons: string; readonly screens: string };
  readonly preload: string;
  failed(error: unknown): void;
}

export function openShell(options: ShellOptions): void {
  const { engine, log, remembered, updates, folders, preload, failed } = options;
  openScreens(folders.screens);
  const window = createMainWindow(() =>
    openWindow({ preload, iconsFolder: folders.icons, serve: engine.serve, remembered }),
  );
  const files = createInstallationFiles(window.ask);
  const preferences = () => remembered.get().preferences;
  const notifier = createNotifier(() => preferences().notifications);
  const notices = createNotices({ notifier, ...window });

  const commands: Commands = {
    open: window.show,
    go: (place) => () => window.ask({ kind: 'go', place }),
    chooseFile: () => void files.choose(),
    showDataFolder: () => void shell.openPath(folders.data),
    showAbout: () => void showAbout(),
    install: () => void updates.ask(),
    quit: () => app.quit(),
  };
  setMenu(commands);
  const tray = openTray(folders.icons, commands);
  const pulse = watchPulse(
    engine,
    {
      failed: (calls) => {
        notices.failed(calls);
        tray.tell(trayWords(pulse.last, notices.unseen), readyOf(updates));
      },
      told: notices.told,
      pulse: (now) => tray.tell(trayWords(now, notices.unseen), readyOf(updates)),
    },
    log,
  );
  const quit = quitInOrder({
    engine,
    log,
    look: pulse.look,
    failed,
    after: pulse.close,
  });
  watchPower({ log, woke, goesDown: quit.atOnce });
  updates.listen({
    ready(version) {
      void pulse.look();
      notifier.tell({
        title: `Hookline ${version} is ready`,
        body: 'Restart to install it: in Settings › Desktop app, or by the icon in the tray.',
        open: () => window.ask({ kind: 'go', place: '/settings' }),
      });
    },
    install: () => quit.toRestart(updates.install),
  });
  updates.follow();

  /** Timers stood still meanwhile. */
  function woke(): void {
    void pulse.look();
    updates.follow();
  }

  app.on('second-instance', (_event, argv, folder) => {
    window.show();
    void files.offer(readStartOptions(argv.slice(1), {}, '').files, folder);
  });
  app.on('open-file', (_event, path) => void files.offer([path]));
  app.on('activate', window.show);
  app.on('browser-window-focus', () => {
    notices.seen();
    void pulse.look();
  });
  app.on('window-all-closed', () => {
    if (preferences().keepServing && engine.kind === 'own') tellOfServing();
    else app.quit();
  });

  /** Once: whoever closed the window may believe that nothing is received any more. */
  function tellOfServing(): void {
    if (remembered.get().hasToldOfServing) return;
    notifier.tell({
      title: 'Hookline goes on receiving calls',
      body: 'It is in the tray; starting it again opens the window. Settings › Desktop app changes that.',
      open: window.show,
    });
    remembered.set({ hasToldOfServing: true });
  }

  if (!options.isHidden) window.show();
  void files.offer(options.files);
}

const readyOf = (updates: Updates): string | null => {
  const { kind, found } = updates.state();
  return kind === 'ready' ? found : null;
};

/** The built screens; those of the development server where there is one. */
function openScreens(folder: string): void {
  const screens = session.fromPartition(partition);
  const server = app.isPackaged ? null : URL.parse(process.env.ELECTRON_RENDERER_URL ?? '');
  guardSession(screens, server ? isSocketOf(server) : undefined);
  serveScreens(screens, server ? answerFromServer(server) : answerFromFolder(folder));
}

const showAbout = () =>
  dialog.showMessageBox({
    type: 'info',
    message: `Hookline ${app.getVersion()}`,
    detail: 'Webhook triggers you can trust. MIT licence.',
    buttons: ['OK'],
  });
