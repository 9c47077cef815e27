// What stands around the engine once it runs: the window, the menus, the tray, notifications, and the way to the end.
import { app, session, shell } from 'electron';
import type { Log } from '#main/host.ts';
import { answerFromFolder, serveScreens } from './app-protocol.ts';
import type { Arrivals } from './arrivals.ts';
import { createAsker } from './asker.ts';
import type { Commands } from './commands.ts';
import type { Remembered } from './desktop-file.ts';
import { answerFromServer, isSocketOf } from './dev-screens.ts';
import type { Engine } from './engine.ts';
import { failed } from './exit-status.ts';
import { guardSession } from './guards.ts';
import { createInstallationFiles } from './installation-files.ts';
import { createMainWindow } from './main-window.ts';
import { setMenu } from './menu.ts';
import { createNotices } from './notices.ts';
import { createNotifier } from './notifier.ts';
import { watchPower } from './power.ts';
import { watchPulse } from './pulse.ts';
import { quitInOrder, type Quit } from './quit.ts';
import { mayRestartAlone, restart, restartAlone } from './restart.ts';
import { openTray } from './tray.ts';
import { endedWords, trayWords } from './tray-words.ts';
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
  readonly arrivals: Arrivals;
  readonly folders: { readonly data: string; readonly icons: string; readonly screens: string };
  readonly preload: string;
  /** It did not end in order. */
  endWith(why: unknown): void;
}

/** For how long calls are refused while somebody may come and read why. */
const unansweredMs = 60_000;
/** Longer Windows may not wait for an app whose session ends. */
const sessionEndMs = 3_000;

export type Shell = Pick<Quit, 'endsFor'>;

export function openShell(options: ShellOptions): Shell {
  const { engine, log, remembered, updates, arrivals, folders, preload, endWith } = options;
  openScreens(folders.screens);
  const window = createMainWindow(() =>
    openWindow({
      preload,
      iconsFolder: folders.icons,
      serve: engine.serve,
      remembered,
      asker,
      sessionEnds: () => quit.withSession(sessionEndMs),
    }),
  );
  const asker = createAsker(window.show);
  const files = createInstallationFiles(window.ask, asker);
  const preferences = () => remembered.get().preferences;
  const notifier = createNotifier(() => preferences().notifications);
  const notices = createNotices({ notifier, ...window });

  const commands: Commands = {
    open: () => void (quit.asksInstead() || window.show()),
    go: (place) => () => void (quit.asksInstead() || window.ask({ kind: 'go', place })),
    chooseFile: () => void files.choose(),
    showDataFolder: () => void shell.openPath(folders.data),
    showAbout: () => asker.tell(about),
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
    asker,
    window,
    look: pulse.look,
    after() {
      pulse.close();
      tray.tell(endedWords, null);
    },
    failed: endWith,
    failedAlone(error) {
      log.error('it did not end in order', { error: String(error) });
      app.exit(failed);
    },
  });
  void engine.lost.then(tellOfLoss);
  watchPower({ log, woke, goesDown: quit.atOnce });
  updates.listen({
    ready(version) {
      void pulse.look();
      notifier.tell({
        title: `Hookline ${version} is ready`,
        body:
          readyOf(updates) === null
            ? 'Settings › Desktop app says how to install it.'
            : 'Restart to install it: in Settings › Desktop app, or by the icon in the tray.',
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

  app.on('activate', commands.open);
  app.on('browser-window-focus', () => {
    notices.seen();
    void pulse.look();
  });
  app.on('window-all-closed', () => {
    if (quit.isUnderWay()) return;
    if (preferences().keepServing && engine.kind === 'own') tellOfServing();
    else app.quit();
  });

  /** Once: whoever closed the window may believe that nothing is received any more. */
  function tellOfServing(): void {
    if (remembered.get().hasToldOfServing) return;
    const hasTold = notifier.tell({
      title: 'Hookline goes on receiving calls',
      body: 'It is in the tray; starting it again opens the window. Settings › Desktop app changes that.',
      open: commands.open,
    });
    if (hasTold) remembered.note({ hasToldOfServing: true });
  }

  /** No call is taken any more; the rest can no longer end in order. */
  async function tellOfLoss({ message }: Error): Promise<void> {
    if (quit.endsFor() !== null) return;
    engine.close().catch(() => undefined);
    asker.takeAllBack();
    const unanswered = mayRestartAlone() ? AbortSignal.timeout(unansweredMs) : undefined;
    const alone = unanswered ? '\n\nWhere nobody answers, it restarts within a minute.' : '';
    const answer = await asker.ask(
      {
        type: 'error',
        message: 'Hookline cannot keep calls any more.',
        detail: message + alone,
        answers: { restart: 'Restart', quit: 'Quit' },
        usual: 'restart',
        otherwise: 'quit',
      },
      unanswered,
    );
    if (unanswered?.aborted === true) await restartAlone(failed);
    else if (answer === 'restart') await restart(failed);
    else app.exit(failed);
  }

  if (!options.isHidden) window.show();
  void files.offer(options.files);
  arrivals.follow(({ files: brought, folder, isHidden }) => {
    if (quit.asksInstead()) return;
    if (!isHidden) window.show();
    void files.offer(brought, folder);
  });
  return { endsFor: quit.endsFor };
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

const about = {
  type: 'info',
  message: `Hookline ${app.getVersion()}`,
  detail: 'Webhook triggers you can trust. MIT licence.',
} as const;
