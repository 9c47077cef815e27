// The system's keychain, as the place that opens the key file of the desktop app.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, safeStorage } from 'electron';
import type { Log } from '#main/host.ts';
import type { KeyFileCodec } from '#main/secrets/outer-key.ts';

/**
 * A keychain may ask a person, who may not be there, before it does the first of either. Whoever has to type a password to
 * open a key that is there gets the time for it: calls that were accepted before would run without it, and fail.
 */
const patienceMs = { taking: 5_000, opening: 60_000 };
const lookEveryMs = 1_000;

interface Keychain extends KeyFileCodec {
  /** It would do now what it did not do in time. */
  readonly late: Promise<void>;
}

export function openKeychain(log: Log, platform: NodeJS.Platform = process.platform): Keychain {
  const late = Promise.withResolvers<void>();

  /** Null where the keychain is locked, absent or another one, or nobody has answered what it asks. */
  async function inTime<T>(asked: Promise<T>, limitMs: number): Promise<T | null> {
    const giveUp = new AbortController();
    const tooLate = sleep(limitMs, undefined, giveUp).then(() => {
      void asked.then(() => late.resolve()).catch(() => undefined);
      throw new Error('The keychain did not answer.');
    });
    try {
      return await Promise.race([asked, tooLate]);
    } catch (error) {
      log.error('the keychain cannot be used', { error: String(error) });
      return null;
    } finally {
      giveUp.abort();
    }
  }

  return {
    late: late.promise,
    kindOf: (bytes) => (platform === 'linux' && isOpenToAll(bytes) ? 'folder' : 'keychain'),
    async encode(key) {
      if (platform === 'win32' && !(await isOwnKeyOnDisk())) {
        void untilOwnKeyIsOnDisk().then(late.resolve);
        throw new Error('The key of the keychain is not on disk yet.');
      }
      const words = Buffer.from(key).toString('base64');
      const sealed = await inTime(safeStorage.encryptStringAsync(words), patienceMs.taking);
      if (sealed === null) throw new Error('The keychain of this computer does not take the key now.');
      return sealed;
    },
    async decode(bytes) {
      const opened = await inTime(safeStorage.decryptStringAsync(Buffer.from(bytes)), patienceMs.opening);
      return opened === null ? null : Buffer.from(opened.result, 'base64');
    },
  };
}

/**
 * Electron's name for what is under a password in its own program, which on Linux it takes where no keychain answers,
 * without saying so. Elsewhere what the keychain protects has that name.
 */
const isOpenToAll = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString('latin1', 0, 3) === 'v10';

/**
 * On Windows the keychain's own key is in a file of Chromium's, which writes it ten seconds after the start or at an end in
 * order: after a crash before that nothing opens what it sealed.
 */
async function isOwnKeyOnDisk(): Promise<boolean> {
  try {
    const text = await readFile(join(app.getPath('sessionData'), 'Local State'), 'utf8');
    const kept = JSON.parse(text) as { readonly os_crypt?: { readonly encrypted_key?: string } };
    return Boolean(kept.os_crypt?.encrypted_key);
  } catch {
    return false;
  }
}

async function untilOwnKeyIsOnDisk(): Promise<void> {
  while (!(await isOwnKeyOnDisk())) await sleep(lookEveryMs, undefined, { ref: false });
}
