import type { BrowserWindow } from 'electron';
import type { Asker } from './asker.ts';

export interface HeldWindow {
  /** Closes it; false where its page holds unsaved changes and somebody stays with them. */
  close(): Promise<boolean>;
}

/**
 * A page with unsaved changes holds its window, which asks at once and cannot wait for an answer: it stays for now, and what
 * was about to happen happens when somebody has agreed.
 */
export function holdUnsaved(window: BrowserWindow, { ask }: Pick<Asker, 'ask'>): HeldWindow {
  const contents = window.webContents;
  /** What the page holds up: the end of the window, or else another load. */
  let isClosing = false;
  let isAsking = false;
  let mayLeave = false;
  const waiting: ((isClosed: boolean) => void)[] = [];
  const tell = (isClosed: boolean) => {
    for (const hear of waiting.splice(0)) hear(isClosed);
  };

  window.on('close', () => (isClosing = true));
  window.on('closed', () => tell(true));
  contents.on('did-navigate', () => (mayLeave = false));
  contents.on('render-process-gone', () => {
    // Nothing is left that could be saved.
    if (isClosing) window.destroy();
  });
  contents.on('will-prevent-unload', (event) => {
    if (mayLeave) {
      // This once: the load may be stopped after it.
      mayLeave = false;
      event.preventDefault();
    } else if (!isAsking) void askToLeave();
  });

  async function askToLeave(): Promise<void> {
    isAsking = true;
    const answer = await ask({
      type: 'question',
      message: 'There are unsaved changes.',
      detail: 'They are lost when the page is left.',
      answers: { leave: 'Leave', stay: 'Stay' },
      usual: 'stay',
      otherwise: 'stay',
    });
    isAsking = false;
    if (window.isDestroyed()) return;
    if (answer === 'stay') {
      isClosing = false;
      tell(false);
    } else if (isClosing) window.destroy();
    else {
      mayLeave = true;
      contents.reload();
    }
  }

  return {
    close: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        // Where it is asked about already, that answer counts: macOS would take the question back to close the window.
        if (isAsking) isClosing = true;
        else window.close();
      }),
  };
}
