// What a person is asked and told beside the screens. Calls are received in this process, and no question may stand in
// their way: a message box without a window that shows stops macOS's main thread, and is answered late on Linux. So each
// stands in the window, which opens for it, one at a time.
import { type BrowserWindow, dialog, type FileFilter } from 'electron';
import { createTurns } from '#main/in-turn.ts';

export interface Question<Answer extends string> {
  readonly type: 'info' | 'question' | 'warning' | 'error';
  readonly message: string;
  readonly detail: string;
  /** What the button of each answer says, in their order. */
  readonly answers: Readonly<Record<Answer, string>>;
  /** By Enter. */
  readonly usual: NoInfer<Answer>;
  /** By Escape, and where the question is taken back or its window goes. */
  readonly otherwise: NoInfer<Answer>;
}

export interface Asker {
  /** `signal` takes the question back. */
  ask<Answer extends string>(question: Question<Answer>, signal?: AbortSignal): Promise<Answer>;
  /** Says something that nobody has to decide; waits for nobody. */
  tell(told: Pick<Question<string>, 'type' | 'message' | 'detail'>): void;
  /** Null where none was chosen. */
  chooseFile(title: string, filters: FileFilter[]): Promise<string | null>;
  /** What stands there and what waits is taken back: what is asked next stands alone. */
  takeAllBack(): void;
  /** For good: what stands there is taken back, and nobody is asked any more. */
  fallSilent(): void;
}

/** `home` gives the window to stand in, in front of the others. */
export function createAsker(home: () => BrowserWindow): Asker {
  const inTurn = createTurns();
  let silence = new AbortController();
  let isStanding = false;

  /** Null where the question is taken back, even before it stood there. */
  function stand<T>(
    show: (window: BrowserWindow, signal: AbortSignal) => Promise<T>,
    takenBack?: AbortSignal,
  ): Promise<T | null> {
    // Whoever wants something else sees first what is to be answered before.
    if (isStanding) home();
    const signals = [silence.signal, ...(takenBack === undefined ? [] : [takenBack])];
    return inTurn(async () => {
      if (signals.some(({ aborted }) => aborted)) return null;
      const window = home();
      // One that is still loading its page has not been shown.
      if (!window.isVisible()) window.show();
      const gone = new AbortController();
      const leave = () => gone.abort();
      window.once('closed', leave);
      const signal = AbortSignal.any([...signals, gone.signal]);
      isStanding = true;
      try {
        return await Promise.race([show(window, signal), endOf(signal)]);
      } finally {
        isStanding = false;
        if (!window.isDestroyed()) window.off('closed', leave);
      }
    });
  }

  async function ask<Answer extends string>(
    { answers, usual, otherwise, ...said }: Question<Answer>,
    takenBack?: AbortSignal,
  ): Promise<Answer> {
    const names = Object.keys(answers) as Answer[];
    const box = {
      ...said,
      buttons: Object.values<string>(answers),
      defaultId: names.indexOf(usual),
      cancelId: names.indexOf(otherwise),
    };
    const given = await stand(
      (window, signal) => dialog.showMessageBox(window, { ...box, signal }),
      takenBack,
    );
    return (given === null ? undefined : names[given.response]) ?? otherwise;
  }

  return {
    ask,
    tell: (told) => void ask({ ...told, answers: { ok: 'OK' }, usual: 'ok', otherwise: 'ok' }),
    async chooseFile(title, filters) {
      const chosen = await stand((window) =>
        dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] }),
      );
      return chosen?.filePaths[0] ?? null;
    },
    takeAllBack() {
      const before = silence;
      // Who is silent for good stays so.
      if (before.signal.aborted) return;
      silence = new AbortController();
      before.abort();
    },
    fallSilent: () => silence.abort(),
  };
}

const endOf = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
