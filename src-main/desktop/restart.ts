import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { app } from 'electron';
import { findAppImage } from './app-image.ts';
import { sayLast } from './last-word.ts';

/** Ends this process, and begins another one that is started as this one was. */
export async function restart(status: number): Promise<void> {
  const file = findAppImage(app.isPackaged);
  // Somebody is there, who sees that it is.
  const args = process.argv.slice(1).filter((arg) => arg !== '--hidden');
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
