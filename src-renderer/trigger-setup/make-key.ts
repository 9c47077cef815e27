import { keyPrefix } from '#shared/model/api-key.ts';

const keyBytes = 32;

/** A new random key: the prefix and 256 bits as base64url. */
export function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(keyBytes));
  const base64 = btoa(String.fromCharCode(...bytes));
  return keyPrefix + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
