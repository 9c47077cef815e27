// The end of the app: calls that run are a person's to decide about; then all ends in order.
import { app, dialog } from 'electron';
import type { Log } from '#main/host.ts';
import type { Engine } from './engine.ts';
import type { Pulse } from './pulse.ts';
import { counted, sumOf } from './tray-words.ts';

/** As long as an execution may take by default. */
const patienceMs = 600_000;

interface QuitDeps {
  readonly engine: Engine;
  readonly log: Log;
  look(): Promise<Pulse>;
  /** What ends after the engine. */
  after(): void;
  failed(error: unknown): void;
}

export interface Quit {
  /** Ends without a question: the system, or whoever sent a signal, waits for nobody. */
  atOnce(): void;
  /** Asks as always; then `last` is what ends the process, and starts another. */
  toRestart(last: () => void): void;
}

export function quitInOrder({ engine, log, look, after, failed }: QuitDeps): Quit {
  let isAgreed = engine.kind === 'attached';
  let isAsking = false;
  let withinMs: number | undefined;
  let closing: Promise<void> | null = null;
  let last = (): void => app.exit(0);
  let isOver = false;

  /** What is running elsewhere runs on without this app. */
  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const { lanes } = await look();
    const running = sumOf(lanes, 'running');
    const answer = running === 0 ? 'quit' : await askAbout(running);
    isAsking = false;
    if (answer === 'stay') {
      last = () => app.exit(0);
      return;
    }
    if (answer === 'wait') withinMs = patienceMs;
    isAgreed = true;
    app.quit();
  }

  app.on('before-quit', (event) => {
    if (isAgreed || closing !== null) return;
    event.preventDefault();
    void ask();
  });
  // Windows close first, since a page may still say no; then running calls end and all is on disk.
  app.on('will-quit', (event) => {
    // Who puts an update in place quits once more.
    if (isOver) return;
    event.preventDefault();
    closing ??= engine
      .close(withinMs)
      .then(after)
      .then(() => {
        isOver = true;
        last();
      }, failed);
  });

  function atOnce(): void {
    log.info('told to end');
    isAgreed = true;
    app.quit();
  }
  // Electron's own handlers would ask the person, whom whoever sends a signal does not see.
  process.prependListener('SIGTERM', atOnce);
  process.prependListener('SIGINT', atOnce);
  return {
    atOnce,
    toRestart(install) {
      last = install;
      app.quit();
    },
  };
}

async function askAbout(running: number): Promise<'wait' | 'quit' | 'stay'> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `${counted(running, 'call')} ${running === 1 ? 'is' : 'are'} running.`,
    detail:
      'Hookline takes no calls any more as soon as it quits. What is cut off runs again at the next start; ' +
      'callers who wait for a result are told that it was interrupted. Calls that wait are kept.',
    buttons: ['Wait for Them and Quit', 'Quit Now', 'Keep Serving'],
    defaultId: 0,
    cancelId: 2,
  });
  return (['wait', 'quit', 'stay'] as const)[response] ?? 'stay';
}
