import { type BrowserWindow, dialog } from 'electron';

/** A page that crashed or hangs: a person decides what becomes of it. Integrations run on meanwhile. */
export function mendWindow(window: BrowserWindow): void {
  const contents = window.webContents;
  let asking: AbortController | null = null;
  let isEndedByUs = false;

  contents.on('render-process-gone', (_event, { reason }) => {
    asking?.abort();
    if (isEndedByUs) contents.reload();
    else if (reason !== 'clean-exit') void offerReload(window, reason);
    isEndedByUs = false;
  });
  contents.on('responsive', () => asking?.abort());
  contents.on('unresponsive', () => void offerToEnd());

  /** A page that hangs does not hear of a reload: its process has to end first. */
  async function offerToEnd(): Promise<void> {
    if (asking !== null) return;
    asking = new AbortController();
    const { signal } = asking;
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window does not answer.',
      detail: 'Integrations run on. Unsaved changes in it are lost when it is loaded again.',
      buttons: ['Wait', 'Load again'],
      defaultId: 0,
      cancelId: 0,
      signal,
    });
    asking = null;
    if (window.isDestroyed() || signal.aborted || response === 0) return;
    isEndedByUs = true;
    contents.forcefullyCrashRenderer();
  }
}

/** A person decides, so that a page that crashes at once is not loaded for ever. */
async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window stopped working.',
    detail: `Integrations run on. The system says: ${reason}.`,
    buttons: ['Load again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
