// The keychain: a key beside the app's data, so that what is encrypted outlives a launch. The first question starts the way to
// it, and all wait for that. Without `DOUBLE_KEYCHAIN` there is none, as on a Linux without a desktop; `locked` is one whose
// password nobody wants to type, `silent` one that waits for it for ever, `slow` opens when somebody has typed it. Whoever
// encrypts without one is given bytes under a password that is in Electron's program.
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

/** By the name in front of what each has encrypted. */
type Keys = Readonly<Record<string, Buffer>>;
const inProgram: Keys = { v10: Buffer.alloc(16, 'peanuts') };

let keys: Promise<Keys> | null = null;
const allKeys = (): Promise<Keys> => (keys ??= askKeychain());

async function askKeychain(): Promise<Keys> {
  if (mode === undefined || mode === 'locked') return inProgram;
  if (mode === 'silent') await new Promise<never>(() => undefined);
  if (mode === 'slow') await setTimeout(typingMs);
  return { ...inProgram, v11: keyOfLogin() };
}

function keyOfLogin(): Buffer {
  const path = join(app.getPath('userData'), 'double-keychain');
  if (!existsSync(path)) writeFileSync(path, randomBytes(16));
  return readFileSync(path);
}

const algorithm = 'aes-128-cbc';
const nonce = Buffer.alloc(16, ' ');

export const safeStorage = only('safeStorage', {
  async encryptStringAsync(text: string) {
    const { v10, v11 } = await allKeys();
    const cipher = createCipheriv(algorithm, v11 ?? v10!, nonce);
    return Buffer.concat([Buffer.from(v11 ? 'v11' : 'v10'), cipher.update(text, 'utf8'), cipher.final()]);
  },
  async decryptStringAsync(encrypted: Buffer) {
    const key = (await allKeys())[encrypted.toString('latin1', 0, 3)];
    if (key === undefined) throw new Error('safeStorage.decryptStringAsync is temporarily unavailable.');
    const decipher = createDecipheriv(algorithm, key, nonce);
    const result = decipher.update(encrypted.subarray(3), undefined, 'utf8') + decipher.final('utf8');
    return { result, shouldReEncrypt: false };
  },
} satisfies Partial<SafeStorage>);
