// What a host shows in a handshake and can prove to own, and the words for what is wrong with it.
import type { KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { type ProblemCode, problem } from '#shared/problem.ts';
import { ok, type Refusal, type Result, refuse } from '#shared/result.ts';

/** What was handed in, as it stands in files. */
export interface GivenIdentity {
  /** PEM with its chain and perhaps its key, or PFX. */
  readonly certificate: Buffer;
  readonly key: Buffer | null;
  readonly passphrase: string | null;
}

/** What a host shows and can prove. */
export interface Identity {
  readonly leaf: X509Certificate;
  /** Who issued it, and who issued that one, as far as they are here. */
  readonly issuers: readonly X509Certificate[];
  /** They stood in another order than callers need. */
  readonly isReordered: boolean;
  /** For a TLS context: certificate and key. */
  readonly context: Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>;
}

type Field = 'certificate' | 'key' | 'passphrase';

export const refuseField = (code: ProblemCode, path: Field, detail: string): Refusal =>
  refuse(problem(code, { path, detail }));

/** Whether TLS and its callers take it, which is asked before anybody calls. */
export function usable(identity: Identity): Result<Identity> {
  try {
    const { publicKey } = identity.leaf;
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? minRsaBits;
    if (bits < minRsaBits)
      return refuseField('certificate_weak', 'certificate', weakness(`its key has ${bits} bits`));
    createSecureContext(identity.context);
    const kind = kindOf(publicKey);
    return kinds.has(kind)
      ? ok(identity)
      : refuseField('certificate_unreadable', 'certificate', unusualKey(`It is ${kind}.`));
  } catch (error) {
    const text = messageOf(error);
    return /too (small|weak)/i.test(text)
      ? refuseField('certificate_weak', 'certificate', weakness(text))
      : refuseField('certificate_unreadable', 'certificate', `TLS does not take it: ${text}.`);
  }
}

/** TLS itself asks for them under Node, and in Electron for nothing. */
const minRsaBits = 2_048;

/** What all callers of today can check: a key of another kind fails in their handshakes, not in ours. */
const kinds = new Set(['rsa', 'rsa-pss', 'ed25519', 'prime256v1', 'secp384r1', 'secp521r1']);

const kindOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string =>
  asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? 'unknown';

export const unusualKey = (why: string): string =>
  `Callers do not take a key of this kind. ${why} A new one needs an RSA key of 2048 bits or more, or P-256.`;

export const weakness = (why: string): string =>
  `No caller accepts it (${why}). A new one needs an RSA key of 2048 bits or more, or P-256, and SHA-256.`;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
