// The keychain: a key beside the app's data, so that what is encrypted outlives a launch. Without `DOUBLE_KEYCHAIN` there
// is none, as on a Linux without a desktop; `locked` refuses to open, `silent` never answers, `slow` opens when somebody has
// typed a password.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SafeStorage } from 'electron';
import { app } from './app.ts';
import { only } from './refuse.ts';

const mode = process.env['DOUBLE_KEYCHAIN'];
/** Longer than a keychain may take that is to take a new key. */
const typingMs = 6_000;
const never = new Promise<never>(() => undefined);

function keyOfLogin(): Buffer {
  const path = join(app.getPath('userData'), 'double-keychain');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32));
  return readFileSync(path);
}

export const safeStorage = only('safeStorage', {
  getSelectedStorageBackend: () => (mode === undefined ? 'basic_text' : 'gnome_libsecret'),
  isAsyncEncryptionAvailable: () => Promise.resolve(mode !== undefined),
  encryptStringAsync(text: string) {
    if (mode === 'silent') return never;
    if (mode === 'locked') return Promise.reject(new Error('The keychain is locked.'));
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyOfLogin(), nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
  },
  async decryptStringAsync(encrypted: Buffer) {
    if (mode === 'silent') return never;
    if (mode === 'slow') await setTimeout(typingMs);
    if (mode === 'locked') throw new Error('The keychain is locked.');
    const decipher = createDecipheriv('aes-256-gcm', keyOfLogin(), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const result = decipher.update(encrypted.subarray(28), undefined, 'utf8') + decipher.final('utf8');
    return { result, shouldReEncrypt: false };
  },
} satisfies Partial<SafeStorage>);
