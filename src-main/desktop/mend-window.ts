import type { BrowserWindow } from 'electron';
import type { Asker } from './asker.ts';

/** A page that crashed or hangs: a person decides what becomes of it. Integrations run on meanwhile. */
export function mendWindow(window: BrowserWindow, { ask }: Pick<Asker, 'ask'>): void {
  const contents = window.webContents;
  let asking: AbortController | null = null;
  let isEndedByUs = false;
  const takeBack = () => {
    asking?.abort();
    asking = null;
  };

  contents.on('render-process-gone', (_event, { reason }) => {
    takeBack();
    if (window.isDestroyed()) return;
    if (isEndedByUs) contents.reload();
    else if (reason !== 'clean-exit') void offerReload(reason);
    isEndedByUs = false;
  });
  contents.on('responsive', takeBack);
  // By the menu, say, while the question stands.
  contents.on('did-navigate', takeBack);
  window.on('closed', takeBack);
  contents.on('unresponsive', () => void offerToEnd());

  /** A page that hangs does not hear of a reload: its process has to end first. */
  async function offerToEnd(): Promise<void> {
    if (asking !== null) return;
    const ours = (asking = new AbortController());
    const answer = await ask(
      {
        type: 'warning',
        message: 'The window does not answer.',
        detail: 'Integrations run on. Unsaved changes in it are lost when it is loaded again.',
        answers: { wait: 'Wait', reload: 'Load again' },
        usual: 'wait',
        otherwise: 'wait',
      },
      ours.signal,
    );
    if (asking !== ours) return;
    asking = null;
    if (answer === 'wait') return;
    isEndedByUs = true;
    contents.forcefullyCrashRenderer();
  }

  /** A person decides, so that a page that crashes at once is not loaded for ever. */
  async function offerReload(reason: string): Promise<void> {
    const ours = (asking = new AbortController());
    const answer = await ask(
      {
        type: 'error',
        message: 'The window stopped working.',
        detail: `Integrations run on. The system says: ${reason}.`,
        answers: { reload: 'Load again', close: 'Close' },
        usual: 'reload',
        // Also where it is taken back for another one, which stands in this window.
        otherwise: 'reload',
      },
      ours.signal,
    );
    if (asking !== ours) return;
    asking = null;
    if (answer === 'reload') contents.reload();
    else window.close();
  }
}
