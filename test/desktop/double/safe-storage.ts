// The keychain: a key beside the app's data, so that what is encrypted outlives a launch. Without `DOUBLE_KEYCHAIN` there is
// none, as on a Linux without a desktop; `locked` is one whose password nobody wants to type, `silent` one that waits for it
// for ever, `slow` opens when somebody has typed it.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SafeStorage } from 'electron';
import { app } from './app.ts';
import { createOsCrypt, inProgram, type Keys } from './os-crypt.ts';
import { only } from './refuse.ts';

const mode = process.env['DOUBLE_KEYCHAIN'];
/** Longer than a keychain may take that is to take a new key. */
const typingMs = 6_000;

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

export const safeStorage = only('safeStorage', createOsCrypt(askKeychain) satisfies Partial<SafeStorage>);
