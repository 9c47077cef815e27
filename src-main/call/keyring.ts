import type { KeptSecret } from '#main/ports/config-store.ts';
import type { SecretBox } from '#main/secrets/secret-box.ts';

/** The secrets of all triggers, their digests and sealed values, in memory. */
export interface Keyring {
  get(id: string): KeptSecret | undefined;
  digest(value: string): string;
  /** Makes what is kept of a value: its digest, and itself unless it is not to be shown again. */
  make(id: string, value: string, isShownAgain?: boolean): KeptSecret;
  /** What is kept of a secret, to be kept under another id; null where there is none. */
  copy(of: string, id: string): KeptSecret | null;
  add(secrets: readonly KeptSecret[]): void;
  remove(ids: readonly string[]): void;
  /** Its value; undefined where there is no such secret, or its value was shown once. */
  reveal(id: string): string | undefined;
  /** All that can be revealed. */
  values(): readonly string[];
}

export function createKeyring(box: SecretBox, kept: readonly KeptSecret[]): Keyring {
  const secrets = new Map(kept.map((secret) => [secret.id, secret]));
  const reveal = (id: string): string | undefined => {
    const sealed = secrets.get(id)?.sealed;
    return sealed === undefined || sealed.length === 0 ? undefined : box.open(sealed, id);
  };
  return {
    get: (id) => secrets.get(id),
    digest: box.digest,
    make: (id, value, isShownAgain = true) => ({
      id,
      digest: box.digest(value),
      sealed: isShownAgain ? box.seal(value, id) : notKept,
    }),
    copy(of, id) {
      const secret = secrets.get(of);
      if (secret === undefined) return null;
      const value = reveal(of);
      return { id, digest: secret.digest, sealed: value === undefined ? notKept : box.seal(value, id) };
    },
    add(added) {
      for (const secret of added) secrets.set(secret.id, secret);
    },
    remove(ids) {
      for (const id of ids) secrets.delete(id);
    },
    reveal,
    values: () => [...secrets.keys()].flatMap((id) => reveal(id) ?? []),
  };
}

const notKept = new Uint8Array();
