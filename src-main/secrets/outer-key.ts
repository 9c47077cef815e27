// The key from outside that the data key is wrapped by. The data key itself is in the database, so that changing it is
// one transaction; what is in the database is worth nothing without a key that is not.
import { randomBytes } from 'node:crypto';
import { readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Log, OuterKey } from '#main/host.ts';
import { loadSecretFile, readSecretFile, replaceSecretFile } from './secret-file.ts';

export const keyBytes = 32;

type Environment = Readonly<Record<string, string | undefined>>;

/** How a file's bytes become a key, and the other way; the desktop's keychain stands in between. */
export interface KeyFileCodec {
  /** What protects a key that is in such bytes. */
  kindOf(bytes: Uint8Array): OuterKey['kind'];
  /** Null where it cannot be told now: a keychain may be locked, or another one. */
  decode(bytes: Uint8Array): Promise<Uint8Array | null>;
  /** Rejects where it cannot be done now. */
  encode(key: Uint8Array): Promise<Uint8Array>;
}

/**
 * The keys that there are, the one to wrap by first: a systemd credential, `HOOKLINE_KEY_FILE`, the keychain of the
 * desktop, else a file in the data folder. Where there is none, a new one that is no file yet: whether this is a first
 * start or a key is lost, only the database knows. Throws where a file that was named is no key, or not kept safe.
 */
export async function findOuterKeys(
  folder: string,
  environment: Environment,
  keychain: KeyFileCodec | null = null,
  log: Log | null = null,
): Promise<readonly OuterKey[]> {
  const given = [await credential(environment), await namedFile(environment, folder)].filter(
    (key) => key !== null,
  );
  const [sealed, open] = [join(folder, 'data-key.sealed'), join(folder, 'data-key')];
  const inFolder = await keysInFile(open, plain);
  const inKeychain = keychain === null ? [] : (await keysInFile(sealed, keychain)).map(moved);
  const found = [...given, ...inKeychain, ...inFolder];
  if (given.length > 0 || inKeychain.length > 0) return found;
  const isSealed = (await readSecretFile(sealed)) !== null;
  // A keychain that takes no key, protects none, or whose question nobody answers, keeps nobody from starting.
  // The key that is there is sealed as it is: backups open with it.
  const [{ key } = {}] = inFolder;
  const own = keychain === null || isSealed ? null : await newKey(sealed, keychain, key).catch(() => null);
  if (own?.kind === 'keychain') return [moved(own), ...found];
  const last = found.length > 0 ? found : [await newKey(open, plain)];
  if (!isSealed) return last;
  const missing = `${sealed} is opened by the keychain of the desktop app alone, which does not do so now.`;
  return last.map((key) => ({ ...key, missing, isLocked: true }));

  /** Once it is in use from there, it is no longer in a file that anybody can read. */
  function moved(from: OuterKey): OuterKey {
    if (!inFolder.some(({ key }) => Buffer.from(key).equals(from.key))) return from;
    return {
      ...from,
      async inUse() {
        await from.inUse?.();
        // On Windows whoever reads it holds it. What then stays is removed at the next start, and the doctor names it.
        await rm(open, { force: true, maxRetries: 3 }).catch((error: unknown) =>
          log?.error(`${open} cannot be removed: the keychain has the key`, { error: String(error) }),
        );
      },
    };
  }
}

async function credential({ CREDENTIALS_DIRECTORY }: Environment): Promise<OuterKey | null> {
  if (!CREDENTIALS_DIRECTORY) return null;
  const place = join(CREDENTIALS_DIRECTORY, 'hookline-data-key');
  const bytes = await readFile(place).catch(() => null);
  return bytes === null ? null : { kind: 'credential', place, key: readKey(bytes, place) };
}

async function namedFile({ HOOKLINE_KEY_FILE }: Environment, folder: string): Promise<OuterKey | null> {
  if (!HOOKLINE_KEY_FILE) return null;
  const place = await realpath(HOOKLINE_KEY_FILE).catch(() => {
    throw new Error(`HOOKLINE_KEY_FILE: ${HOOKLINE_KEY_FILE} cannot be read. Nothing was changed.`);
  });
  if (`${place}${sep}`.startsWith(`${await realpath(folder)}${sep}`)) {
    throw new Error(
      `HOOKLINE_KEY_FILE: ${place} is in the data folder, and would be copied with what it opens.`,
    );
  }
  await refuseOpenFile(place);
  return { kind: 'keyFile', place, key: readKey(await readFile(place), place) };
}

/** Windows has neither modes nor owners of this kind. */
async function refuseOpenFile(place: string): Promise<void> {
  if (process.getuid === undefined) return;
  const { mode, uid } = await stat(place);
  if ((mode & 0o077) !== 0) {
    const given = (mode & 0o777).toString(8);
    throw new Error(`HOOKLINE_KEY_FILE: others may read ${place} (mode ${given}): chmod 600 it.`);
  }
  if (uid !== process.getuid()) throw new Error(`HOOKLINE_KEY_FILE: ${place} belongs to another user.`);
}

/** 32 bytes as they are, or as hexadecimal or base64 text. */
function readKey(bytes: Uint8Array, place: string): Uint8Array {
  if (bytes.byteLength === keyBytes) return bytes;
  const text = Buffer.from(bytes).toString('latin1').trim();
  const decoded = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : null;
  if (decoded?.byteLength === keyBytes) return decoded;
  throw new Error(
    `${place} is damaged: a data key has ${keyBytes} bytes, this file has ${bytes.byteLength} bytes that are neither.`,
  );
}

const plain: KeyFileCodec = {
  kindOf: () => 'folder',
  decode: async (bytes) => bytes,
  encode: async (key) => key,
};

/**
 * A key file of ours, and the one that a rotation was about to put in its place when it was cut off: which of them
 * the data key is wrapped by, the database knows.
 */
async function keysInFile(place: string, codec: KeyFileCodec): Promise<OuterKey[]> {
  const next = `${place}.next`;
  const keyIn = async (path: string, inUse: () => Promise<void>): Promise<OuterKey[]> => {
    const bytes = await readSecretFile(path);
    const key = bytes === null ? null : await codec.decode(bytes);
    if (bytes === null || key === null) return [];
    const kind = codec.kindOf(bytes);
    return [{ kind, place, key: readKey(key, path), inUse, renew: () => renewed(place, codec) }];
  };
  return [
    ...(await keyIn(place, () => rm(next, { force: true }))),
    ...(await keyIn(next, () => rename(next, place))),
  ];
}

/** Nothing is written over: whoever starts beside us may have put another one there. */
async function newKey(
  place: string,
  codec: KeyFileCodec,
  key: Uint8Array = randomBytes(keyBytes),
): Promise<OuterKey> {
  const bytes = await codec.encode(key);
  return {
    kind: codec.kindOf(bytes),
    place,
    key,
    missing: `${place} is not there.`,
    async keep() {
      const kept = await loadSecretFile(place, () => bytes);
      if (!Buffer.from(kept).equals(bytes)) throw new Error(`${place} was made meanwhile: start again.`);
    },
    renew: () => renewed(place, codec),
  };
}

async function renewed(place: string, codec: KeyFileCodec): Promise<OuterKey> {
  const key = randomBytes(keyBytes);
  const next = `${place}.next`;
  const bytes = await codec.encode(key);
  await replaceSecretFile(next, bytes);
  return {
    kind: codec.kindOf(bytes),
    place,
    key,
    inUse: () => rename(next, place),
    renew: () => renewed(place, codec),
  };
}
