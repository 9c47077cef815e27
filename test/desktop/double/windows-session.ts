// The end of a person's session on Windows, which asks the windows of an app, and nobody else.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';

const details = { reasons: ['logoff'] };

/** Windows waits for whoever held it back, as long as a window of theirs shows. */
export function endSession(): void {
  const windows = BrowserWindow.getAllWindows();
  // Each of them is asked, whatever the others said.
  const isHeldBack = windows.map((window) => window.allows('query-session-end', details)).includes(false);
  if (!isHeldBack || !hasWindow()) return goOn();
  for (const window of windows)
    window.once('closed', () => {
      if (!hasWindow()) goOn();
    });
}

const hasWindow = (): boolean => BrowserWindow.getAllWindows().some((window) => window.isVisible());

/** Electron does not wait for what the app does about it. It says 0, which a test would take for an end in order. */
function goOn(): void {
  for (const window of BrowserWindow.getAllWindows()) window.emit('session-end', details);
  if (!app.isQuitting()) process.exit(1);
}
