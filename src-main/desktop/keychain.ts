// The system's keychain, as the place that opens the key file of the desktop app.
import { safeStorage } from 'electron';
import type { Log } from '#main/host.ts';
import type { KeyFileCodec } from '#main/secrets/outer-key.ts';

/**
 * A keychain may ask a person, who may not be there, before it does the first of either. Whoever has to type a password to
 * open a key that is there gets the time for it: calls that were accepted before would run without it, and fail.
 */
const patienceMs = { taking: 5_000, opening: 60_000 };

export const openKeychain = (log: Log): KeyFileCodec => ({
  kindOf: (bytes) => (isOpenToAll(bytes) ? 'folder' : 'keychain'),
  async encode(key) {
    const words = Buffer.from(key).toString('base64');
    const sealed = await inTime(safeStorage.encryptStringAsync(words), patienceMs.taking, log);
    if (sealed === null) throw new Error('The keychain of this computer does not take the key now.');
    return sealed;
  },
  async decode(bytes) {
    const opened = await inTime(safeStorage.decryptStringAsync(Buffer.from(bytes)), patienceMs.opening, log);
    return opened === null ? null : Buffer.from(opened.result, 'base64');
  },
});

/**
 * Electron's name for what is under a password in its own program, which on Linux it takes where no keychain answers,
 * without saying so. Elsewhere what the keychain protects has that name.
 */
const isOpenToAll = (bytes: Uint8Array): boolean =>
  process.platform === 'linux' && Buffer.from(bytes).toString('latin1', 0, 3) === 'v10';

/** Null where the keychain is locked, absent or another one, or nobody answers what it asks. */
async function inTime<T>(asked: Promise<T>, limitMs: number, log: Log): Promise<T | null> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('The keychain did not answer.')), limitMs);
  try {
    return await Promise.race([asked, late.promise]);
  } catch (error) {
    log.error('the keychain cannot be used', { error: String(error) });
    return null;
  } finally {
    clearTimeout(timer);
  }
}
