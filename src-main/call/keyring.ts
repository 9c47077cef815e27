import type { KeptKey } from '#main/ports/config-store.ts';
import type { SecretBox } from '#main/secrets/secret-box.ts';

/** The API keys' digests and sealed values, in memory. */
export interface Keyring {
  get(id: string): KeptKey | undefined;
  /** Makes what is kept of a key's value. */
  make(id: string, value: string): KeptKey;
  add(keys: readonly KeptKey[]): void;
  remove(ids: readonly string[]): void;
  /** A key's value; undefined where there is no such key. */
  reveal(id: string): string | undefined;
}

export function createKeyring(box: SecretBox, kept: readonly KeptKey[]): Keyring {
  const keys = new Map(kept.map((key) => [key.id, key]));
  return {
    get: (id) => keys.get(id),
    make: (id, value) => ({ id, digest: box.digest(value), sealed: box.seal(value, id) }),
    add(added) {
      for (const key of added) keys.set(key.id, key);
    },
    remove(ids) {
      for (const id of ids) keys.delete(id);
    },
    reveal(id) {
      const key = keys.get(id);
      return key === undefined ? undefined : box.open(key.sealed, id);
    },
  };
}
