import type { BrowserWindow } from 'electron';
import type { WindowCommand } from '#shared/model/window-command.ts';

/** The one window that the app has, or has not at this moment. */
export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): void;
  /** The same, and asks its page for something. */
  ask(command: WindowCommand): void;
  isInFront(): boolean;
}

export function createMainWindow(open: () => BrowserWindow): MainWindow {
  let window: BrowserWindow | null = null;
  let isLoaded = false;
  /** For the page that is on its way. */
  const pending: WindowCommand[] = [];

  function flush(): void {
    for (const command of pending.splice(0)) window?.webContents.postMessage('command', command);
  }

  function openAnew(): void {
    window = open();
    isLoaded = false;
    const contents = window.webContents;
    contents.on('dom-ready', () => {
      isLoaded = true;
      flush();
    });
    contents.on('render-process-gone', () => (isLoaded = false));
    window.on('closed', () => {
      window = null;
      isLoaded = false;
      pending.length = 0;
    });
  }

  function show(): void {
    if (window === null) return openAnew();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  return {
    show,
    ask(command) {
      pending.push(command);
      show();
      if (isLoaded) flush();
    },
    isInFront: () => window?.isFocused() === true,
  };
}
