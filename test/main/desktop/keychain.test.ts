// The key file on Windows, where what opens it is on disk only some time after the start.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKeychain } from '#main/desktop/keychain.ts';
import { findOuterKeys } from '#main/secrets/outer-key.ts';
import { createOsCrypt, keyOfWindows } from '#test/desktop/double/os-crypt.ts';
import { dropFolder, newFolder, testHost } from '#test/support/host.ts';

const electron = vi.hoisted(() => ({
  app: { getPath: (): string => '' },
  safeStorage: {} as Partial<Electron.SafeStorage>,
}));
vi.mock('electron', () => electron);

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
  const sessionData = join(folder, 'chromium');
  await mkdir(sessionData);
  electron.app.getPath = () => sessionData;
});
afterEach(() => dropFolder(folder));

/** A start of the app, whose keys are in use then. */
async function start() {
  const { keys, write } = keyOfWindows(electron.app.getPath());
  Object.assign(
    electron.safeStorage,
    createOsCrypt(() => Promise.resolve(keys)),
  );
  const keychain = openKeychain(testHost(folder).log, 'win32');
  const use = async () => {
    const [first] = await findOuterKeys(folder, {}, keychain);
    await first?.keep?.();
    await first?.inUse?.();
    return { kind: first?.kind, key: Buffer.from(first?.key ?? []).toString('hex') };
  };
  return { ...(await use()), write, later: () => keychain.late.then(use) };
}

const keyFiles = async () => (await readdir(folder)).filter((name) => name.startsWith('data-key'));

test('the key is not left to a keychain that would forget it with a crash: a file has it until then', async () => {
  const crashed = await start();
  expect([crashed.kind, await keyFiles()]).toEqual(['folder', ['data-key']]);
  const next = await start();
  expect([next.kind, next.key]).toEqual(['folder', crashed.key]);
  next.write();
  const sealing = await next.later();
  expect([sealing.kind, sealing.key]).toEqual(['keychain', crashed.key]);
  expect(await keyFiles()).toEqual(['data-key.sealed']);
  expect((await readFile(join(folder, 'data-key.sealed'))).toString('latin1', 0, 3)).toBe('v10');
  const last = await start();
  expect([last.kind, last.key]).toEqual(['keychain', crashed.key]);
});
