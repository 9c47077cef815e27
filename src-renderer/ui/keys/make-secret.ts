const secretBytes = 32;

/** 256 random bits. */
export const makeBase64 = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(secretBytes))));

/** The same in letters that stand anywhere (base64url). */
export const makeText = (): string =>
  makeBase64().replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** What Standard Webhooks sign with. */
export const makeSigningSecret = (): string => `whsec_${makeBase64()}`;
