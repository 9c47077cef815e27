// The module `electron` of the main process, cut to what Hookline calls. A name that is only listed can be
// imported; touching it says which one it was.
import { app } from './app.ts';
import { BrowserWindow, webContents } from './browser-window.ts';
import { dialog } from './dialog.ts';
import { Menu, MenuItem } from './menu.ts';
import { MessageChannelMain } from './message-port.ts';
import { net } from './net.ts';
import { nativeImage } from './native-image.ts';
import { Notification } from './notification.ts';
import { powerMonitor, powerSaveBlocker } from './power.ts';
import { record } from './record.ts';
import { absent, LoudEmitter } from './refuse.ts';
import { safeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { protocol, session } from './session.ts';
import { shell } from './shell.ts';
import { Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';
import { endSession } from './windows-session.ts';

Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
Object.defineProperty(process, 'type', { value: 'browser' });

record.endSession = endSession;

export {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

/** The library of updates says there what the system's own would say. */
export const autoUpdater = new LoudEmitter(['before-quit-for-update']);
export const clipboard = absent('clipboard');
export const globalShortcut = absent('globalShortcut');
export const ipcMain = absent('ipcMain');
export const nativeTheme = absent('nativeTheme');
