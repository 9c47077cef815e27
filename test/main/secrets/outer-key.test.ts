import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OuterKey } from '#main/host.ts';
import { findOuterKeys, type KeyFileCodec } from '#main/secrets/outer-key.ts';
import { dropFolder, newFolder, testHost } from '#test/support/host.ts';

let folder: string;
let elsewhere: string;
beforeEach(async () => {
  folder = await newFolder();
  elsewhere = await newFolder();
});
afterEach(() => Promise.all([dropFolder(folder), dropFolder(elsewhere)]));

/** The keys, after a first start has put the first of them where it stays. */
async function startWith(...found: Parameters<typeof findOuterKeys>): Promise<readonly OuterKey[]> {
  const keys = await findOuterKeys(...found);
  await keys[0]?.keep?.();
  return keys;
}

const kinds = (keys: readonly OuterKey[]) => keys.map(({ kind }) => kind);
const hexOf = (keys: readonly OuterKey[]) => keys.map(({ key }) => Buffer.from(key).toString('hex'));
const bytes = (value: number) => Buffer.alloc(32, value);

async function keyFile(content: Uint8Array | string = bytes(1), mode = 0o600): Promise<string> {
  const path = join(elsewhere, 'key');
  await writeFile(path, content, { mode });
  await chmod(path, mode);
  return path;
}

async function credentials(content: Uint8Array | string): Promise<string> {
  await writeFile(join(elsewhere, 'hookline-data-key'), content);
  return elsewhere;
}

const upsideDown: KeyFileCodec = {
  kindOf: () => 'keychain',
  encode: async (key) => Uint8Array.from(key, (byte) => byte ^ 0xff),
  decode: async (kept) => Uint8Array.from(kept, (byte) => byte ^ 0xff),
};

describe('a key file in the data folder', () => {
  test('is made at the first start, and its owner alone may read it', async () => {
    const [made, ...others] = await findOuterKeys(folder, {});
    expect(others).toEqual([]);
    expect(made).toMatchObject({ kind: 'folder', place: join(folder, 'data-key') });
    expect(await readdir(folder)).toEqual([]);
    await made?.keep?.();
    expect(made?.key.byteLength).toBe(32);
    expect((await stat(join(folder, 'data-key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['data-key']);
    expect(hexOf(await findOuterKeys(folder, {}))).toEqual([Buffer.from(made?.key ?? []).toString('hex')]);
  });

  test('is one where first starts come at the same moment: the others are told', async () => {
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => startWith(folder, {})));
    const [first, ...more] = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(more).toEqual([]);
    expect(starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []))).toEqual(
      Array.from({ length: 7 }, () => expect.stringMatching(/data-key was made meanwhile: start again/)),
    );
    expect(hexOf(await findOuterKeys(folder, {}))).toEqual(hexOf(first ?? []));
  });

  test('that others may read is made private again', async () => {
    await startWith(folder, {});
    await chmod(join(folder, 'data-key'), 0o644);
    await findOuterKeys(folder, {});
    expect((await stat(join(folder, 'data-key'))).mode & 0o777).toBe(0o600);
  });

  test('of the wrong length is never used and never replaced', async () => {
    await writeFile(join(folder, 'data-key'), 'short');
    await expect(findOuterKeys(folder, {})).rejects.toThrow(/data-key is damaged/);
    expect(await readFile(join(folder, 'data-key'), 'utf8')).toBe('short');
  });
});

describe('a systemd credential', () => {
  test('comes before all else, and no other file is made', async () => {
    const directory = await credentials(bytes(2).toString('base64'));
    const keys = await findOuterKeys(folder, {
      CREDENTIALS_DIRECTORY: directory,
      HOOKLINE_KEY_FILE: await keyFile(),
    });
    expect(kinds(keys)).toEqual(['credential', 'keyFile']);
    expect(hexOf(keys)[0]).toBe(bytes(2).toString('hex'));
    expect(await readdir(folder)).toEqual([]);
  });

  test('of another service is not looked at', async () => {
    expect(kinds(await findOuterKeys(folder, { CREDENTIALS_DIRECTORY: elsewhere }))).toEqual(['folder']);
  });
});

describe('HOOKLINE_KEY_FILE', () => {
  test.each([
    ['bytes', bytes(3)],
    ['hexadecimal', `${bytes(3).toString('hex')}\n`],
    ['base64', `${bytes(3).toString('base64')}\n`],
    ['base64url', bytes(3).toString('base64url')],
  ])('may hold its key as %s', async (_what, content) => {
    const keys = await findOuterKeys(folder, { HOOKLINE_KEY_FILE: await keyFile(content) });
    expect([kinds(keys), hexOf(keys)]).toEqual([['keyFile'], [bytes(3).toString('hex')]]);
  });

  test.each([
    ['may be read by others', () => keyFile(bytes(1), 0o640), /others may read .* chmod 600/],
    ['is not there', async () => join(elsewhere, 'nothing'), /cannot be read/],
    ['holds no key', () => keyFile('letmein'), /is damaged/],
    [
      'is in the data folder',
      async () => {
        await mkdir(join(folder, 'keys'));
        const path = join(folder, 'keys', 'key');
        await writeFile(path, bytes(1), { mode: 0o600 });
        return path;
      },
      /is in the data folder/,
    ],
  ])('that %s is refused, and no other key is made', async (_what, path, said) => {
    await expect(findOuterKeys(folder, { HOOKLINE_KEY_FILE: await path() })).rejects.toThrow(said);
    await expect(stat(join(folder, 'data-key'))).rejects.toThrow(/ENOENT/);
  });
});

describe('a keychain', () => {
  test('opens a file of its own, which is no key without it', async () => {
    const keys = await startWith(folder, {}, upsideDown);
    expect(kinds(keys)).toEqual(['keychain']);
    const kept = await readFile(join(folder, 'data-key.sealed'));
    expect(kept.toString('hex')).not.toBe(hexOf(keys)[0]);
    expect(hexOf(await findOuterKeys(folder, {}, upsideDown))).toEqual(hexOf(keys));
  });

  test('that is locked, absent or another one costs nothing that is kept', async () => {
    const keys = await startWith(folder, {}, upsideDown);
    const locked = { ...upsideDown, decode: async () => null };
    for (const without of [locked, null]) {
      const [other] = await findOuterKeys(folder, {}, without);
      expect(other).toMatchObject({
        kind: 'folder',
        missing: expect.stringContaining('data-key.sealed'),
        isLocked: true,
      });
    }
    const again = await findOuterKeys(folder, {}, upsideDown);
    expect([kinds(again), hexOf(again)]).toEqual([['keychain'], hexOf(keys)]);
    expect(await readdir(folder)).toEqual(['data-key.sealed']);
  });

  test('that is locked is what is missing, also beside the file from before it took the key', async () => {
    await startWith(folder, {}, null);
    await startWith(folder, {}, upsideDown);
    await writeFile(join(folder, 'data-key.sealed'), Buffer.alloc(32, 7));
    const [older, ...others] = await findOuterKeys(folder, {}, { ...upsideDown, decode: async () => null });
    expect(others).toEqual([]);
    expect(older).toMatchObject({ isLocked: true, missing: expect.stringContaining('data-key.sealed') });
  });
});

test('a keychain that takes no key leaves it in a file of the folder, until it takes one', async () => {
  const closed: KeyFileCodec = { ...upsideDown, encode: () => Promise.reject(new Error('It is locked.')) };
  const first = await startWith(folder, {}, closed);
  expect(kinds(first)).toEqual(['folder']);
  expect(await readdir(folder)).toEqual(['data-key']);
  const [later] = await startWith(folder, {}, upsideDown);
  expect(later).toMatchObject({ kind: 'keychain', key: first[0]?.key });
  expect(await readdir(folder)).toEqual(['data-key', 'data-key.sealed']);
  await later?.inUse?.();
  expect(await readdir(folder)).toEqual(['data-key.sealed']);
});

test('a file that cannot be removed once the keychain has its key keeps nobody from starting, and is named in the log', async () => {
  const [{ key } = { key: bytes(0) }] = await startWith(folder, {});
  const said: string[] = [];
  const { log } = testHost(folder, said);
  const [moved] = await startWith(folder, {}, upsideDown, log);
  await rm(join(folder, 'data-key'));
  await mkdir(join(folder, 'data-key', 'held'), { recursive: true });
  await moved?.inUse?.();
  expect(said).toEqual([expect.stringContaining(join(folder, 'data-key'))]);

  // The next start removes it.
  await rm(join(folder, 'data-key'), { recursive: true });
  await writeFile(join(folder, 'data-key'), key);
  const [again] = await startWith(folder, {}, upsideDown, log);
  await again?.inUse?.();
  expect(await readdir(folder)).toEqual(['data-key.sealed']);
  expect(said).toHaveLength(1);
});

describe('a keychain that protects nothing', () => {
  const bare: KeyFileCodec = { ...upsideDown, kindOf: () => 'folder' };

  test('is none: the key is in a file of the folder, until there is one that does', async () => {
    const first = await startWith(folder, {}, bare);
    expect(first).toMatchObject([{ kind: 'folder', place: join(folder, 'data-key') }]);
    expect(await readdir(folder)).toEqual(['data-key']);
    expect(kinds(await startWith(folder, {}, upsideDown))).toEqual(['keychain', 'folder']);
  });

  test('still opens what it once sealed, which is said to be a file of the folder, and goes with a rotation', async () => {
    const sealed = await startWith(folder, {}, upsideDown);
    const opened = await findOuterKeys(folder, {}, bare);
    expect([kinds(opened), hexOf(opened)]).toEqual([['folder'], hexOf(sealed)]);
    const next = await opened[0]?.renew?.();
    await next?.inUse?.();
    const later = await findOuterKeys(folder, {}, upsideDown);
    expect([kinds(later), hexOf(later)]).toEqual([['keychain'], hexOf(next ? [next] : [])]);
  });
});
