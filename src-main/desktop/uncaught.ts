// What nobody caught. Electron would show it in a box of its own, which no call gets past until somebody clicks.
import type { Log } from '#main/host.ts';

/** `meet` is told of the first, from which no part of the app can be known to be sound; those after it are only in the log. */
export function watchUncaught(log: () => Log | undefined, meet: (error: unknown) => void): void {
  let isMet = false;
  const hear = (error: unknown): void => {
    log()?.error('an error that nobody caught', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    if (isMet) return;
    isMet = true;
    meet(error);
  };
  process.on('uncaughtException', hear);
  process.on('unhandledRejection', hear);
  // The terminal that the app was started from may have been closed.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
