import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps secrets under the installation's data key. */
export interface SecretBox {
  /** A keyed digest: the same text gives the same digest, and nobody without the data key can try texts. */
  digest(text: string): string;
  /** AES-256-GCM; `owner` must be the same when it is opened, so that values cannot change places. */
  seal(text: string, owner: string): Uint8Array;
  open(sealed: Uint8Array, owner: string): string;
}

const nonceBytes = 12;
const tagBytes = 16;

/** `dataKey`: 32 random bytes. */
export function createSecretBox(dataKey: Uint8Array): SecretBox {
  // A key for each purpose, so that a digest says nothing about a cipher text.
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', dataKey, '', `hookline ${purpose}`, 32));
  const digestKey = keyFor('digest');
  const sealKey = keyFor('seal');
  return {
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('base64'),
    seal(text, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return (
        decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      );
    },
  };
}
