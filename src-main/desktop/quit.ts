// The end of the app: what is not saved and calls that run are a person's to decide about; then all ends in order.
import { app } from 'electron';
import type { Log } from '#main/host.ts';
import type { Asker } from './asker.ts';
import type { Engine } from './engine.ts';
import type { MainWindow } from './main-window.ts';
import type { Pulse } from './pulse.ts';
import { counted, sumOf } from './tray-words.ts';

/** As long as an execution may take by default. */
const patienceMs = 600_000;

interface QuitDeps {
  readonly engine: Engine;
  readonly log: Log;
  readonly asker: Asker;
  readonly window: Pick<MainWindow, 'show' | 'close' | 'destroy'>;
  look(): Promise<Pulse>;
  /** What ends after the engine. */
  after(): void;
  /** It did not end in order, and somebody may be there to read why. */
  failed(error: unknown): void;
  /** The same where nobody is. */
  failedAlone(error: unknown): void;
}

export interface Quit {
  /** What the engine ends for already; null where it does not. */
  endsFor(): 'good' | 'another start' | null;
  /** Whether the window goes because all does. */
  isUnderWay(): boolean;
  /**
   * Whether a window that is opened now would go in a moment, with all that somebody does in it. Whoever wants one is asked
   * again how long to wait.
   */
  asksInstead(): boolean;
  /**
   * Ends without a question: the system, or whoever sent a signal, waits for nobody. Running calls may take `withinMs`, where
   * that is not the usual.
   */
  atOnce(withinMs?: number): void;
  /** The same with a session of Windows, by which the window stays to the end. */
  withSession(withinMs: number): void;
  /** Asks as always; then `last` is what ends the process, and starts another. */
  toRestart(last: () => void): void;
}

export function quitInOrder(deps: QuitDeps): Quit {
  const { engine, log, asker, window, look, after, failed, failedAlone } = deps;
  const exit = (): void => app.exit(0);
  /** What ends the process: as it was wished last. */
  let last = exit;
  let isAsking = false;
  let isLeaving = false;
  let isAlone = false;
  let closing: Promise<void> | null = null;
  let isOver = false;

  async function ask(how: () => void): Promise<void> {
    last = how;
    if (isAsking) return;
    isAsking = true;
    const withinMs = await agreedTime().finally(() => (isAsking = false));
    if (withinMs !== null && !isAlone) end(withinMs);
  }

  /** How long running calls may take, undefined for the usual; null where it is not to end. */
  async function agreedTime(): Promise<number | undefined | null> {
    const answer = await askAbout(await runningHere());
    // It was opened for the question.
    if (answer === 'stay' && closing !== null && !isAlone) void window.close();
    if (answer === 'stay' || isAlone) return null;
    // It may hold unsaved changes.
    isLeaving = true;
    const hasLeft = await window.close().finally(() => (isLeaving = false));
    if (!hasLeft) return null;
    return answer === 'wait' ? patienceMs : undefined;
  }

  /** What runs in a service runs on without this app. */
  async function runningHere(): Promise<number> {
    return engine.kind === 'attached' ? 0 : sumOf((await look()).lanes, 'running');
  }

  async function askAbout(running: number): Promise<'wait' | 'quit' | 'stay'> {
    if (running === 0) return 'quit';
    const about = {
      type: 'question',
      message: `${counted(running, 'call')} ${running === 1 ? 'is' : 'are'} running.`,
      usual: 'wait',
    } as const;
    if (closing !== null)
      return asker.ask({
        ...about,
        detail: 'Hookline quits as soon as they have ended. What is cut off runs again at the next start.',
        answers: { stay: 'Wait for Them', quit: 'Quit Now' },
        usual: 'stay',
        otherwise: 'stay',
      });
    return asker.ask({
      ...about,
      detail:
        'Hookline takes no calls any more as soon as it quits. What is cut off runs again at the next start; ' +
        'callers who wait for a result are told that it was interrupted. Calls that wait are kept.',
      answers: { wait: 'Wait for Them and Quit', quit: 'Quit Now', stay: 'Keep Serving' },
      otherwise: 'stay',
    });
  }

  /** Once more where those that run are to be given less time. */
  function end(withinMs: number | undefined): void {
    const closed = engine.close(withinMs);
    closing ??= closed
      .then(after)
      .then(() => {
        isOver = true;
        last();
      })
      .catch((error: unknown) => (isAlone ? failedAlone : failed)(error));
  }

  function asksInstead(): boolean {
    if (closing === null || isAlone) return false;
    if (isAsking) window.show();
    else void ask(last);
    return true;
  }

  function alone(withinMs?: number): void {
    log.info('told to end');
    isAlone = true;
    last = exit;
    asker.fallSilent();
    end(withinMs);
  }

  function atOnce(withinMs?: number): void {
    alone(withinMs);
    window.destroy();
  }

  app.on('before-quit', (event) => {
    // Who puts an update in place quits once more.
    if (isOver) return;
    event.preventDefault();
    if (!isAlone) void ask(exit);
  });
  // Electron's own handlers would ask the person, whom whoever sends a signal does not see.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.prependListener(signal, () => atOnce());
  return {
    endsFor: () => {
      if (closing === null) return null;
      return last === exit ? 'good' : 'another start';
    },
    isUnderWay: () => isLeaving || closing !== null,
    asksInstead,
    atOnce,
    withSession: alone,
    toRestart: (install) => void ask(install),
  };
}
