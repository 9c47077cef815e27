import type { BaseWindow, Dialog, MessageBoxOptions as Box, MessageBoxReturnValue } from 'electron';
import { app } from './app.ts';
import type { BrowserWindow } from './browser-window.ts';
import { record } from './record.ts';
import { refuse } from './refuse.ts';

const unscripted = (name: string) => (): never =>
  refuse(`dialog.${name} without an answer (replace it in the test), so it`);

function showMessageBox(...args: [Box] | [BaseWindow, Box]): Promise<MessageBoxReturnValue> {
  const window = args.length === 2 ? (args[0] as unknown as BrowserWindow) : null;
  const { message, detail = '', buttons = [] } = args.at(-1) as Box;
  // Without a window that shows, macOS receives no call until somebody answers.
  if (window?.isVisible() !== true) refuse(`the question "${message}" without a window that shows, so it`);
  if (buttons.length !== 1) unscripted('showMessageBox')();
  record.told.push({ message, detail });
  return Promise.resolve({ response: 0, checkboxChecked: false });
}

/** Nobody is there to answer: a test replaces the function that it expects to be called. What leaves no choice is agreed to. */
export const dialog = {
  showErrorBox(title: string, content: string) {
    // As on Linux, where nobody sees it.
    if (!app.isReady()) refuse('dialog.showErrorBox before the app is ready');
    record.errorBoxes.push({ title, content });
    console.error(`${title}\n${content}`);
  },
  showMessageBox,
  showMessageBoxSync() {
    // Before anything runs, and before a test can replace anything.
    const scripted = process.env['DOUBLE_ANSWER'];
    return scripted === undefined ? unscripted('showMessageBoxSync')() : Number(scripted);
  },
  showOpenDialog: unscripted('showOpenDialog'),
  showSaveDialog: unscripted('showSaveDialog'),
} satisfies Partial<Dialog>;
