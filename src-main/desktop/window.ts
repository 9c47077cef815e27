import { app, BrowserWindow, dialog, type MessagePortMain } from 'electron';
import { startAddress } from './address.ts';
import { connectWindow } from './connect-window.ts';
import { mendWindow } from './mend-window.ts';
import { webPreferences } from './web-preferences.ts';

/** The one place where windows are made. */
export function openWindow(preload: string, serve: (port: MessagePortMain) => void): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Hookline',
    width: 1280,
    height: 800,
    minWidth: 720,
    minHeight: 480,
    show: false,
    webPreferences: webPreferences({ preload, isPackaged: app.isPackaged }),
  });
  const contents = window.webContents;
  connectWindow(contents, serve);
  window.once('ready-to-show', () => window.show());
  contents.on('will-prevent-unload', (event) => {
    if (asksToLeave(window)) event.preventDefault();
  });
  mendWindow(window);
  // Where it fails, the window shows why.
  window.loadURL(startAddress).catch(() => undefined);
  return window;
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
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
