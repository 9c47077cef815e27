// The module `electron` of the main process, cut to what Hookline calls. A name that is only listed can be
// imported; touching it says which one it was.
import { app } from './app.ts';
import { BrowserWindow, webContents } from './browser-window.ts';
import { dialog } from './dialog.ts';
import { Menu, MenuItem } from './menu.ts';
import { MessageChannelMain } from './message-port.ts';
import { absent } from './refuse.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol, session } from './session.ts';

Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
Object.defineProperty(process, 'type', { value: 'browser' });

export {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MenuItem,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  webContents,
};

export const clipboard = absent('clipboard');
export const globalShortcut = absent('globalShortcut');
export const ipcMain = absent('ipcMain');
export const nativeImage = absent('nativeImage');
export const nativeTheme = absent('nativeTheme');
export const net = absent('net');
export const Notification = absent('Notification');
export const powerMonitor = absent('powerMonitor');
export const screen = absent('screen');
export const shell = absent('shell');
export const Tray = absent('Tray');
export const utilityProcess = absent('utilityProcess');
