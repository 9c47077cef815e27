import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import { startAddress } from './address.ts';
import type { Asker } from './asker.ts';
import { connectWindow } from './connect-window.ts';
import type { Remembered } from './desktop-file.ts';
import type { Engine } from './engine.ts';
import { appearWhenReady } from './first-appearance.ts';
import { holdUnsaved } from './hold-unsaved.ts';
import { mendWindow } from './mend-window.ts';
import { webPreferences } from './web-preferences.ts';
import { leastSize, placeWindow } from './window-place.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly iconsFolder: string;
  readonly serve: Engine['serve'];
  readonly remembered: Remembered;
  readonly asker: Asker;
  /** A person signs out of Windows, or it goes down: it waits a moment, as long as a window shows. */
  sessionEnds(): void;
}

export interface OpenWindow {
  readonly window: BrowserWindow;
  /** Brings it to the front, whether or not there is something to see in it. */
  show(): void;
  /** False where its page holds unsaved changes and somebody stays with them. */
  close(): Promise<boolean>;
  /** Takes it away without a question. */
  destroy(): void;
}

/** The one place where windows are made. */
export function openWindow(options: WindowOptions): OpenWindow {
  const { preload, iconsFolder, serve, remembered, asker, sessionEnds } = options;
  const last = remembered.get().window;
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    title: 'Hookline',
    ...placeWindow(areas, last),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    // Elsewhere the system takes it from the program itself.
    ...(process.platform === 'linux' ? { icon: join(iconsFolder, '256x256.png') } : {}),
    show: false,
    webPreferences: webPreferences({ preload, isPackaged: app.isPackaged }),
  });
  connectWindow(window.webContents, serve);
  const { appear, hasAppeared } = appearWhenReady(window, last?.isMaximized === true);
  const remember = () => {
    // Before that it is not as somebody left it.
    if (!hasAppeared()) return;
    remembered.note({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } });
  };
  window.on('close', remember);
  // Of Windows, which asks the windows of an app and nobody else. Electron ends the process as soon as Windows goes on,
  // whatever runs in it, so that it is held back until the process has ended by itself. To be tried on Windows itself:
  // that it goes on then without a word, and how long it lets us take.
  window.on('query-session-end', (event) => {
    remember();
    // Whoever wants the files of the app free, an installer say, goes on only where all agree, and starts it again.
    if (event.reasons.every((reason) => reason === 'close-app')) return;
    event.preventDefault();
    sessionEnds();
  });
  const { close } = holdUnsaved(window, asker);
  mendWindow(window, asker);
  // Where it fails, the window shows why.
  window.loadURL(startAddress).catch(() => undefined);
  return {
    window,
    show() {
      if (!hasAppeared()) return appear();
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    close,
    destroy() {
      remember();
      window.destroy();
    },
  };
}
