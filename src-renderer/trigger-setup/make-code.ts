const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const codeLength = 5;
/** Bytes beyond the last whole multiple of the alphabet would favour its first characters. */
const fairBytes = 256 - (256 % alphabet.length);

/** Five characters of `[a-z0-9]`, each equally likely. */
export function makeCode(
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = fillFromCrypto,
): string {
  let code = '';
  while (code.length < codeLength) {
    for (const byte of fillRandom(new Uint8Array(codeLength))) {
      if (byte < fairBytes && code.length < codeLength) code += alphabet[byte % alphabet.length];
    }
  }
  return code;
}

const fillFromCrypto = (bytes: Uint8Array<ArrayBuffer>): Uint8Array => crypto.getRandomValues(bytes);
