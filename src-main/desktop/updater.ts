// electron-updater, cut to what the app wants of it: a generic feed over https, nothing installed by itself. A bundle of
// its own, loaded only where a person wants updates.
import { copyFileSync, linkSync, renameSync, rmSync } from 'node:fs';
import { app } from 'electron';
import { autoUpdater, type UpdateCheckResult } from 'electron-updater';
import type { Log } from '#main/host.ts';
import { findAppImage } from './app-image.ts';

export type Found =
  | { readonly kind: 'current' | 'older'; readonly version: string }
  /** Rejects with a sentence for a person. */
  | { readonly kind: 'newer'; readonly version: string; readonly fetched: Promise<void> };

export interface Updater {
  /** Rejects with a sentence for a person. What was asked before is given up. */
  look(at: { readonly feed: string; readonly mayDowngrade: boolean }): Promise<Found>;
  /** Gives up what is under way. */
  stop(): Promise<void>;
  install(): void;
}

interface UpdaterDeps {
  readonly log: Log;
  /** What an AppImage is started with, which has no command line then. */
  readonly environment: { readonly HOOKLINE_DATA: string; readonly HOOKLINE_PLACES: string };
  /** Nothing was put in place; the version that was there is still there. */
  failed(error: unknown): void;
}

export function openUpdater({ log, environment, failed }: UpdaterDeps): Updater {
  autoUpdater.logger = {
    info: (text: unknown) => log.info(`updater: ${String(text)}`),
    warn: (text: unknown) => log.info(`updater: ${String(text)}`),
    error: (text: unknown) => log.info(`updater: ${String(text)}`),
  };
  // A person says when, and calls that run end before.
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.disableWebInstaller = true;
  // Fetched in ranges, a connection that breaks is an error that nobody catches, which ends the app.
  autoUpdater.disableDifferentialDownload = true;
  // Whoever listens is waited for, and without a name the server's refusal is its answer.
  autoUpdater.on('login', (_about, answer) => (answer as () => void)());
  // What a feed names elsewhere, and where a server leads, is held to the same.
  autoUpdater.netSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !url.startsWith('https:') }),
  );
  /** electron-updater hands what is under way on to whoever asks next, whatever feed that one asks. */
  let asked: Promise<UpdateCheckResult | null> = Promise.resolve(null);

  async function stop(): Promise<void> {
    const before = await asked.catch(() => null);
    before?.cancellationToken?.cancel();
    await before?.downloadPromise?.catch(() => undefined);
  }

  return {
    stop,
    async look({ feed, mayDowngrade }) {
      asked = stop().then(() => {
        autoUpdater.setFeedURL({ provider: 'generic', url: feed });
        autoUpdater.allowDowngrade = mayDowngrade;
        return autoUpdater.checkForUpdates();
      });
      const checked = await asked.catch((error: unknown) => {
        throw new Error(`The address of updates does not answer as one: ${firstLine(error)}`);
      });
      if (checked === null)
        throw new Error('This copy of the app is not of a kind that can be updated in its place.');
      return foundIn(checked);
    },
    install() {
      let kept: Kept;
      try {
        kept = keep(findAppImage(app.isPackaged));
      } catch (error) {
        return failed(error);
      }
      autoUpdater.once('error', (error) => {
        kept.putBack();
        failed(error);
      });
      Object.assign(process.env, environment);
      // The new one takes the lock of the folder before this one is gone.
      app.releaseSingleInstanceLock();
      autoUpdater.quitAndInstall(true, true);
      kept.drop();
    },
  };
}

interface Kept {
  putBack(): void;
  drop(): void;
}

/** An AppImage is taken away before the new one is put in its place, which may fail. */
function keep(file: string | null): Kept {
  if (file === null) return { putBack: () => undefined, drop: () => undefined };
  const kept = `${file}.previous`;
  rmSync(kept, { force: true });
  try {
    linkSync(file, kept);
  } catch {
    // Not every file system has links.
    copyFileSync(file, kept);
  }
  return { putBack: () => renameSync(kept, file), drop: () => rmSync(kept, { force: true }) };
}

function foundIn({ isUpdateAvailable, updateInfo: { version }, downloadPromise }: UpdateCheckResult): Found {
  if (!isUpdateAvailable) {
    const isOlder = autoUpdater.currentVersion.compare(version) > 0;
    return { kind: isOlder ? 'older' : 'current', version };
  }
  const fetched = Promise.resolve(downloadPromise).then(
    () => undefined,
    (error: unknown) => {
      throw new Error(sentenceFor(version, error));
    },
  );
  return { kind: 'newer', version, fetched };
}

function sentenceFor(version: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_CHECKSUM_MISMATCH')
    return `Version ${version} is not the file that the feed describes (its sha512 differs). It was thrown away.`;
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE')
    return `Version ${version} is not signed by who signed this app. It was thrown away.`;
  return `Version ${version} could not be fetched: ${firstLine(error)}`;
}

/** Its messages go on with headers and stacks. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.slice(0, 300);
