import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { isShared, type JwtAlgorithm } from '#shared/model/auth/jwt.ts';

const minRsaBits = 2_048;
const curves: Readonly<Record<string, string>> = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
};

/** The key that a text stands for: a secret that both sides know, or a public key as PEM. Throws where it is none. */
export const tokenKey = (text: string, algorithms: readonly JwtAlgorithm[]): KeyObject =>
  algorithms.every(isShared) ? createSecretKey(Buffer.from(text, 'utf8')) : createPublicKey(text);

/** Whether signatures by this algorithm can be checked with this key. */
export function fits(key: KeyObject, algorithm: string): boolean {
  if (key.type === 'secret') return algorithm.startsWith('HS');
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (/^[RP]S/.test(algorithm)) return type === 'rsa' && (details?.modulusLength ?? 0) >= minRsaBits;
  if (algorithm.startsWith('ES')) return type === 'ec' && details?.namedCurve === curves[algorithm];
  return type === 'ed25519' && algorithm.startsWith('Ed');
}

/** What is wrong with a text as a key for these algorithms; null where nothing is. */
export function faultOfTokenKey(text: string, algorithms: readonly JwtAlgorithm[]): string | null {
  const isPem = text.startsWith('-----BEGIN');
  if (algorithms.every(isShared)) {
    return isPem ? 'This is no shared secret, which the algorithms ask for.' : null;
  }
  if (!isPem) return 'A public key as PEM begins with -----BEGIN.';
  if (text.includes('PRIVATE KEY')) return 'This is a private key; the public one is enough, and safe.';
  try {
    const key = tokenKey(text, algorithms);
    return algorithms.some((algorithm) => fits(key, algorithm))
      ? null
      : `This key is not one for ${algorithms.join(', ')} (RSA: of ${minRsaBits} bits at least).`;
  } catch {
    return 'This PEM cannot be read as a public key.';
  }
}
