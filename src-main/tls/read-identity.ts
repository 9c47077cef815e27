// From the bytes of files to a certificate with its chain and key, whatever their format.
import { X509Certificate } from 'node:crypto';
import type { Result } from '#shared/result.ts';
import type { GivenIdentity, Identity } from './identity.ts';
import { readPem } from './read-pem.ts';
import { readPfx } from './read-pfx.ts';

/**
 * Problems, with the path `certificate`, `key` or `passphrase`: `certificate_unreadable`, `certificate_key_missing`,
 * `certificate_key_wrong`, `passphrase_wrong`, `certificate_weak`.
 */
export const readIdentity = async (given: GivenIdentity): Promise<Result<Identity>> =>
  given.certificate.includes('-----BEGIN') || isCertificate(given.certificate)
    ? readPem(given)
    : readPfx(given);

/** One of its own in DER, which PFX is too. */
function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}
