import type { BrowserWindow } from 'electron';
import type { WindowCommand } from '#shared/model/window-command.ts';
import type { OpenWindow } from './window.ts';

/** The one window that the app has, or has not at this moment. */
export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): BrowserWindow;
  /** The same, and asks its page for something. */
  ask(command: WindowCommand): void;
  isInFront(): boolean;
  /** False where its page holds unsaved changes and somebody stays with them. */
  close(): Promise<boolean>;
  /** Takes it away without a question. */
  destroy(): void;
}

export function createMainWindow(open: () => OpenWindow): MainWindow {
  let opened: OpenWindow | null = null;
  let isLoaded = false;
  /** For the page that is on its way. */
  const pending: WindowCommand[] = [];

  function flush(): void {
    for (const command of pending.splice(0)) {
      try {
        opened?.window.webContents.postMessage('command', command);
      } catch {
        // For the next document: this one ends at this moment.
        isLoaded = false;
        pending.push(command);
      }
    }
  }

  function openAnew(): BrowserWindow {
    const { window } = (opened = open());
    isLoaded = false;
    const contents = window.webContents;
    // Another document, of a reload too: what is said to the one before is lost with it.
    contents.on('did-navigate', () => (isLoaded = false));
    contents.on('dom-ready', () => {
      isLoaded = true;
      flush();
    });
    contents.on('render-process-gone', () => (isLoaded = false));
    window.on('closed', () => {
      opened = null;
      isLoaded = false;
      pending.length = 0;
    });
    return window;
  }

  function show(): BrowserWindow {
    if (opened === null) return openAnew();
    opened.show();
    return opened.window;
  }

  return {
    show,
    ask(command) {
      pending.push(command);
      show();
      if (isLoaded) flush();
    },
    isInFront: () => opened?.window.isFocused() === true,
    close: async () => opened?.close() ?? true,
    destroy: () => opened?.destroy(),
  };
}
