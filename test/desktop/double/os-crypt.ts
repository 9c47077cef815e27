// Chromium's way to the key that an app's secrets are encrypted by, on Linux and on Windows.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By the name in front of what each has encrypted, the one to encrypt by last. */
export type Keys = Readonly<Record<string, Buffer>>;

/** Where no keychain answers on Linux. */
export const inProgram: Keys = { v10: Buffer.alloc(16, 'peanuts') };

/**
 * On Windows the key is in memory, and on disk, as Windows has locked it, when Chromium next writes down what it remembers:
 * ten seconds after the start, or at an end in order.
 */
export function keyOfWindows(sessionData: string): { readonly keys: Keys; write(): void } {
  const file = join(sessionData, 'Local State');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LocalState) : {};
  const encrypted_key = kept.os_crypt?.encrypted_key ?? randomBytes(16).toString('base64');
  return {
    keys: { v10: Buffer.from(encrypted_key, 'base64') },
    write: () => writeFileSync(file, JSON.stringify({ ...kept, os_crypt: { encrypted_key } })),
  };
}

interface LocalState {
  readonly os_crypt?: { readonly encrypted_key: string };
}

const algorithm = 'aes-128-cbc';
const nonce = Buffer.alloc(16, ' ');

/** All wait for the key, which the first question goes for. */
export function createOsCrypt(goForKeys: () => Promise<Keys>) {
  let going: Promise<Keys> | null = null;
  const allKeys = (): Promise<Keys> => (going ??= goForKeys());
  return {
    async encryptStringAsync(text: string) {
      const [[name, key] = ['', nonce]] = Object.entries(await allKeys()).toReversed();
      const cipher = createCipheriv(algorithm, key, nonce);
      return Buffer.concat([Buffer.from(name), cipher.update(text, 'utf8'), cipher.final()]);
    },
    async decryptStringAsync(encrypted: Buffer) {
      const key = (await allKeys())[encrypted.toString('latin1', 0, 3)];
      if (key === undefined) throw new Error('safeStorage.decryptStringAsync is temporarily unavailable.');
      const decipher = createDecipheriv(algorithm, key, nonce);
      const result = decipher.update(encrypted.subarray(3), undefined, 'utf8') + decipher.final('utf8');
      return { result, shouldReEncrypt: false };
    },
  };
}
