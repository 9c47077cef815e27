import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** Keeps secrets under the installation's data key. */
export interface SecretBox {
  /** A keyed digest: the same text gives the same digest, and nobody without the data key can try texts. */
  digest(text: string): string;
  /** AES-256-GCM; `owner` must be the same when it is opened, so that values cannot change places. */
  seal(text: string, owner: string): Uint8Array;
  /** Throws where it was sealed under another key, or for another owner. */
  open(sealed: Uint8Array, owner: string): string;
}

export const keyIdBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * `dataKey`: 32 random bytes. Its `id` tells it from others, and begins whatever is sealed under it. `digestFrom` is
 * another such key where digests have to outlive the data key: of a secret that is shown once nothing else is kept.
 */
export function createSecretBox(
  dataKey: Uint8Array,
  digestFrom: Uint8Array = dataKey,
): SecretBox & { readonly id: Uint8Array } {
  // A key for each purpose, so that a digest says nothing about a cipher text.
  const keyFor = (purpose: string, from = dataKey) =>
    Buffer.from(hkdfSync('sha256', from, '', `hookline ${purpose}`, 32));
  // From bytes it would be made anew with every digest, at five times the cost.
  const digestKey = createSecretKey(keyFor('digest', digestFrom));
  const sealKey = keyFor('seal');
  const id = keyFor('id').subarray(0, keyIdBytes);
  return {
    id,
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('base64'),
    seal(text, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([id, nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, owner) {
      const given = Buffer.from(sealed);
      // What was sealed before keys had ids begins with its nonce.
      const bytes = given.subarray(0, keyIdBytes).equals(id) ? given.subarray(keyIdBytes) : given;
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return (
        decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      );
    },
  };
}
