import { join } from 'node:path';
import { app, BrowserWindow, dialog, screen } from 'electron';
import { startAddress } from './address.ts';
import { connectWindow } from './connect-window.ts';
import type { Remembered } from './desktop-file.ts';
import type { Engine } from './engine.ts';
import { mendWindow } from './mend-window.ts';
import { webPreferences } from './web-preferences.ts';
import { leastSize, placeWindow } from './window-place.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly iconsFolder: string;
  readonly serve: Engine['serve'];
  readonly remembered: Remembered;
}

/** The one place where windows are made. */
export function openWindow({ preload, iconsFolder, serve, remembered }: WindowOptions): BrowserWindow {
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
  if (last?.isMaximized === true) window.maximize();
  const contents = window.webContents;
  connectWindow(contents, serve);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => remember(window, remembered));
  contents.on('will-prevent-unload', (event) => {
    if (asksToLeave(window)) event.preventDefault();
  });
  mendWindow(window);
  // Where it fails, the window shows why.
  window.loadURL(startAddress).catch(() => undefined);
  return window;
}

function remember(window: BrowserWindow, remembered: Remembered): void {
  try {
    remembered.set({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } });
  } catch {
    // The window opens as it did before.
  }
}

/** The page holds unsaved changes; Electron shows no question of its own. */
function asksToLeave(window: BrowserWindow): boolean {
  const chosen = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'There are unsaved changes.',
    detail: 'They are lost when the page is left.',
    buttons: ['Leave', 'Stay'],
    defaultId: 1,
    cancelId: 1,
  });
  return chosen === 0;
}
