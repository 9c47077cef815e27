import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { app, BrowserWindow } from 'electron';
import { findAppImage } from './app-image.ts';
import { sayLast } from './last-word.ts';
import { afterFailure, toStartAgain } from './start-options.ts';

const soonS = 300;

/** Whether it may start again with nobody there: what fails at each start would do so for ever. */
export const mayRestartAlone = (): boolean =>
  !process.argv.includes(afterFailure) || process.uptime() >= soonS;

/** The same as `restart` where nobody asks for it, nor for a window where there is none. */
export function restartAlone(status: number): Promise<void> {
  const hidden = BrowserWindow.getAllWindows().length === 0 ? ['--hidden'] : [];
  return restart(status, [afterFailure, ...hidden]);
}

/** Ends this process, and begins another one that is started as this one was. Somebody is there, who sees that it is. */
export async function restart(status: number, more: readonly string[] = []): Promise<void> {
  const file = findAppImage(app.isPackaged);
  const args = [...toStartAgain(process.argv.slice(1)), ...more];
  if (file === null) app.relaunch({ args });
  else
    await startBeside(file, args).catch((error: unknown) => sayLast('Hookline could not start again', error));
  app.exit(status);
}

/** Electron's own way begins in the mount of an AppImage, and only after that has gone with this process. */
async function startBeside(file: string, args: readonly string[]): Promise<void> {
  // The new one takes the lock of the folder before this one is gone.
  app.releaseSingleInstanceLock();
  const next = spawn(file, args, { detached: true, stdio: 'ignore' });
  await once(next, 'spawn');
  next.unref();
}
