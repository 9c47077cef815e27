// New certificates and their keys. The library is loaded with the first of them: a start that needs none does not pay.
import { createPrivateKey, createPublicKey, KeyObject, randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its private key, as PEM. */
export interface MadeCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Lifetime {
  readonly from: Date;
  readonly to: Date;
}

const elliptic = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function load() {
  // It registers what the other one looks for while it is loaded.
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

/** A new authority; with the key of an earlier one, whatever that one issued is trusted through it too. */
export async function makeAuthority(name: string, life: Lifetime, key?: string): Promise<MadeCertificate> {
  const x509 = await load();
  const keys = key === undefined ? await makeKeys() : keysOf(key);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...shape(life),
    name: new x509.Name([{ CN: [name] }, { O: ['Hookline'] }]),
    keys,
    extensions: [
      // It may issue for hosts, and not for other authorities.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: pemOf(keys.privateKey) };
}

/** A certificate for host names and addresses; the first one is its subject. */
export async function makeLeaf(
  names: readonly string[],
  life: Lifetime,
  authority: MadeCertificate,
): Promise<MadeCertificate> {
  const x509 = await load();
  const issuer = new x509.X509Certificate(authority.certificate);
  const { privateKey: signingKey } = keysOf(authority.key);
  const keys = await makeKeys();
  const [first = 'localhost'] = names;
  const certificate = await x509.X509CertificateGenerator.create({
    ...shape(life),
    subject: new x509.Name([{ CN: [first.slice(0, maxCommonName)] }]),
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certificate: certificate.toString('pem'), key: pemOf(keys.privateKey) };
}

/** RFC 5280, upper bound of a common name. */
const maxCommonName = 64;

const shape = ({ from, to }: Lifetime) => ({
  // Of 127 bits, so that it is never negative.
  serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
  notBefore: from,
  notAfter: to,
  signingAlgorithm: elliptic,
});

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  crypto.subtle.generateKey(elliptic, true, ['sign', 'verify']);

const keysOf = (pem: string): webcrypto.CryptoKeyPair => ({
  privateKey: createPrivateKey(pem).toCryptoKey(elliptic, true, ['sign']),
  publicKey: createPublicKey(pem).toCryptoKey(elliptic, true, ['verify']),
});

const pemOf = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
