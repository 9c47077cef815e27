// Somebody who reads the app's questions and answers when a test says so.
import { expect, type ElectronApplication } from '@playwright/test';

interface Standing {
  readonly message: string;
  /** Whether it stands in a window that shows. */
  readonly hasWindow: boolean;
  answer(button: string): void;
}

interface Reading {
  readonly seen: string[];
  standing: Standing[];
  /** How many stood there at once, at most. */
  most: number;
}

export interface Person {
  /** What was asked, in this order; reading what stands there now. */
  seen(): Promise<readonly string[]>;
  standing(): Promise<readonly string[]>;
  /** Waits for the question, and answers it by the button with these words. */
  answer(message: string | RegExp, button: string): Promise<void>;
  most(): Promise<number>;
}

type Global = typeof globalThis & { reading: Reading };

export async function somebody(app: ElectronApplication): Promise<Person> {
  await app.evaluate(({ dialog }) => {
    const reading: Reading = { seen: [], standing: [], most: 0 };
    Object.assign(globalThis, { reading });
    dialog.showMessageBox = (...args: unknown[]) => {
      const window = args.length === 2 ? (args[0] as Electron.BrowserWindow) : null;
      const { message, buttons = [], cancelId = 0, signal } = args.at(-1) as Electron.MessageBoxOptions;
      return new Promise((resolve) => {
        const end = (response: number) => {
          reading.standing = reading.standing.filter((one) => one !== standing);
          resolve({ response, checkboxChecked: false });
        };
        const standing = {
          message,
          hasWindow: window?.isVisible() === true,
          answer: (button: string) => end(buttons.indexOf(button)),
        };
        reading.seen.push(message);
        reading.standing.push(standing);
        reading.most = Math.max(reading.most, reading.standing.length);
        signal?.addEventListener('abort', () => end(cancelId));
        // As on macOS, where it hangs from the window.
        window?.once('close', () => end(cancelId));
      });
    };
  });
  const standing = () =>
    app.evaluate(() =>
      (globalThis as Global).reading.standing.map(({ message, hasWindow }) =>
        hasWindow ? message : `${message} (in no window)`,
      ),
    );
  return {
    seen: () => app.evaluate(() => (globalThis as Global).reading.seen),
    most: () => app.evaluate(() => (globalThis as Global).reading.most),
    standing,
    async answer(message, button) {
      await expect
        .poll(standing)
        .toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
      await app.evaluate(async (_electron, chosen) => {
        (globalThis as Global).reading.standing[0]?.answer(chosen);
        // Nobody does anything else before the app has heard it.
        await new Promise(setImmediate);
      }, button);
    },
  };
}
