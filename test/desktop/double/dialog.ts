import type { Dialog } from 'electron';
import { record } from './record.ts';
import { refuse } from './refuse.ts';

const unscripted = (name: string) => (): never =>
  refuse(`dialog.${name} without an answer (replace it in the test), so it`);

/** Nobody is there to answer: a test replaces the function that it expects to be called. */
export const dialog = {
  showErrorBox(title: string, content: string) {
    record.errorBoxes.push({ title, content });
    console.error(`${title}\n${content}`);
  },
  showMessageBox: unscripted('showMessageBox'),
  showMessageBoxSync() {
    // For questions asked before a test can replace anything.
    const scripted = process.env['DOUBLE_ANSWER'];
    return scripted === undefined ? unscripted('showMessageBoxSync')() : Number(scripted);
  },
  showOpenDialog: unscripted('showOpenDialog'),
  showSaveDialog: unscripted('showSaveDialog'),
} satisfies Partial<Dialog>;
