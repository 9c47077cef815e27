// Certificates for the tests of TLS: a host's, and of all the wrong kinds.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

const day = 24 * 60 * 60 * 1_000;
const elliptic = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Issued {
  readonly certificate: string;
  readonly key: string;
  readonly keys: CryptoKeyPair;
}

export interface Wanted {
  readonly name: string;
  /** Host names; addresses where they look like one. */
  readonly names?: readonly string[];
  /** Itself where left out. */
  readonly by?: Issued;
  readonly isAuthority?: boolean;
  readonly fromDays?: number;
  readonly toDays?: number;
  readonly algorithm?: Algorithm;
  readonly use?: 'server' | 'client';
  /** Where it says that it would be revoked. */
  readonly crl?: string;
}

export const rsa = (modulusLength: number, hash: 'SHA-1' | 'SHA-256' = 'SHA-256'): RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  modulusLength,
  publicExponent: new Uint8Array([1, 0, 1]),
});

type Algorithm = typeof elliptic | RsaHashedKeyGenParams;

let serial = 1;

/** Issues a certificate: valid from yesterday for two months, unless said otherwise. */
export async function issue(wanted: Wanted): Promise<Issued> {
  const { name, names = [], by, isAuthority = false, fromDays = -1, toDays = 60 } = wanted;
  const algorithm = wanted.algorithm ?? elliptic;
  const keys: CryptoKeyPair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = by === undefined ? null : new x509.X509Certificate(by.certificate);
  const purpose = x509.ExtendedKeyUsage[wanted.use === 'client' ? 'clientAuth' : 'serverAuth'];
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(4, '10'),
    subject: `CN=${name}`,
    issuer: issuer?.subjectName ?? `CN=${name}`,
    notBefore: new Date(Date.now() + fromDays * day),
    notAfter: new Date(Date.now() + toDays * day),
    publicKey: keys.publicKey,
    signingKey: by?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(isAuthority ? [] : [new x509.ExtendedKeyUsageExtension([purpose])]),
      ...(names.length === 0
        ? []
        : [
            new x509.SubjectAlternativeNameExtension(
              names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
            ),
          ]),
      ...(issuer === null ? [] : [await x509.AuthorityKeyIdentifierExtension.create(issuer)]),
      ...(wanted.crl === undefined ? [] : [new x509.CRLDistributionPointsExtension([wanted.crl])]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate: `${made.toString('pem')}\n`, key, keys };
}

export const authority = (name: string, more: Partial<Wanted> = {}): Promise<Issued> =>
  issue({ name, isAuthority: true, ...more });
