import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { HmacPreset } from '#shared/model/auth/hmac.ts';

const ed25519Bytes = 32;
/** As Standard Webhooks asks for. Base64 of few characters, or of none but padding, would be a key that is guessed. */
export const minSecretBytes = 24;

/**
 * The key that a secret stands for, itself or the public half of an Ed25519 one; null where it is none. Standard
 * Webhooks writes its own as base64 behind `whsec_` and `whpk_`; to all others a secret is the text itself. A key
 * is made once: from bytes it would be made anew with every signature, at five times the cost.
 */
export function signatureKey(secret: string, preset: HmacPreset): KeyObject | null {
  if (preset !== 'standard-webhooks') return createSecretKey(Buffer.from(secret, 'utf8'));
  const [, prefix, base64] = /^(whsec_|whpk_)?([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (base64 === undefined) return null;
  const bytes = Buffer.from(base64, 'base64');
  if (prefix !== 'whpk_') return bytes.length < minSecretBytes ? null : createSecretKey(bytes);
  if (bytes.length !== ed25519Bytes) return null;
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
    format: 'jwk',
  });
}
