import type { KeptSecret } from '#main/ports/config-store.ts';
import type { SecretBox } from '#main/secrets/secret-box.ts';

/** The secrets of all triggers, their digests and sealed values, in memory. */
export interface Keyring {
  get(id: string): KeptSecret | undefined;
  /** Makes what is kept of a value. */
  make(id: string, value: string): KeptSecret;
  add(secrets: readonly KeptSecret[]): void;
  remove(ids: readonly string[]): void;
  /** Its value; undefined where there is no such secret. */
  reveal(id: string): string | undefined;
}

export function createKeyring(box: SecretBox, kept: readonly KeptSecret[]): Keyring {
  const secrets = new Map(kept.map((secret) => [secret.id, secret]));
  return {
    get: (id) => secrets.get(id),
    make: (id, value) => ({ id, digest: box.digest(value), sealed: box.seal(value, id) }),
    add(added) {
      for (const secret of added) secrets.set(secret.id, secret);
    },
    remove(ids) {
      for (const id of ids) secrets.delete(id);
    },
    reveal(id) {
      const secret = secrets.get(id);
      return secret === undefined ? undefined : box.open(secret.sealed, id);
    },
  };
}
