import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** Bodies on their way to disk, AES-256-GCM: a salt, the cipher text, the tag. */
export interface BodyBox {
  seal(bytes: Uint8Array): Uint8Array;
  /** Throws where it was sealed under another key, or is damaged. */
  open(sealed: Uint8Array): Uint8Array;
  /** Seals what comes piece by piece. */
  begin(): PieceByPiece;
}

export interface PieceByPiece {
  readonly head: Uint8Array;
  update(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

const saltBytes = 16;
const tagBytes = 16;
/** Each body has a key of its own, so that none meets it twice. */
const nonce = Buffer.alloc(12);

/** `from`: a key that outlives the data key, since bodies are too many to be sealed anew. */
export function createBodyBox(from: Uint8Array): BodyBox {
  const bodyKey = createSecretKey(Buffer.from(hkdfSync('sha256', from, '', 'hookline body', 32)));
  const keyOf = (salt: Uint8Array): Buffer => createHmac('sha256', bodyKey).update(salt).digest();

  function begin(): PieceByPiece {
    const head = randomBytes(saltBytes);
    const cipher = createCipheriv('aes-256-gcm', keyOf(head), nonce);
    return {
      head,
      update: (bytes) => cipher.update(bytes),
      end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
    };
  }

  return {
    begin,
    seal(bytes) {
      const { head, update, end } = begin();
      return Buffer.concat([head, update(bytes), end()]);
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(sealed.subarray(0, saltBytes)), nonce, {
        authTagLength: tagBytes,
      }).setAuthTag(sealed.subarray(-tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(saltBytes, -tagBytes)), decipher.final()]);
    },
  };
}
