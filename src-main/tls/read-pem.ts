import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ok, type Refusal, type Result } from '#shared/result.ts';
import { type GivenIdentity, type Identity, messageOf, refuseField, unusualKey, usable } from './identity.ts';
import { orderChain } from './order-chain.ts';

/** Problems: those of `readIdentity`. */
export function readPem(given: GivenIdentity): Result<Identity> {
  const text = given.certificate.toString('latin1');
  const certificates = readCertificates(given.certificate, text);
  if (!certificates.ok) return certificates;
  const key = readKey(given, text);
  if (!key.ok) return key;
  const leaf = certificates.value.find((one) => one.checkPrivateKey(key.value));
  if (leaf === undefined) {
    const detail =
      'The private key does not belong to this certificate. Each new request makes a key of its own: take the one that this certificate was requested with.';
    return refuseField('certificate_key_wrong', 'key', detail);
  }
  const { issuers, isReordered } = orderChain(leaf, certificates.value);
  const cert = [leaf, ...issuers].map((one) => one.toString()).join('');
  const pem = key.value.export({ type: 'pkcs8', format: 'pem' }).toString();
  return usable({ leaf, issuers, isReordered, context: { cert, key: pem } });
}

const block = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END \1?CERTIFICATE-----/g;

function readCertificates(bytes: Buffer, text: string): Result<X509Certificate[]> {
  const blocks: (Buffer | string)[] = text.includes('-----BEGIN')
    ? [...text.matchAll(block)].map(([pem]) => pem)
    : [bytes];
  if (blocks.length === 0) return refuseField('certificate_unreadable', 'certificate', otherwise(text));
  try {
    const certificates = blocks.map((one) => new X509Certificate(one));
    if (certificates.every(hasKnownKey)) return ok(certificates);
    const detail = unusualKey('A certificate in it has one that cannot be read.');
    return refuseField('certificate_unreadable', 'certificate', detail);
  } catch (error) {
    const detail = `A certificate in it is damaged (${messageOf(error)}). Copy the whole file again.`;
    return refuseField('certificate_unreadable', 'certificate', detail);
  }
}

/** Asked before its private key is read, which would seem damaged. Electron knows fewer kinds than Node. */
function hasKnownKey(certificate: X509Certificate): boolean {
  try {
    return certificate.publicKey.type === 'public';
  } catch {
    return false;
  }
}

/** What a file is that has no certificate. */
function otherwise(text: string): string {
  if (text.includes('CERTIFICATE REQUEST-----'))
    return 'This is a request for a certificate. What the authority sent back is the certificate.';
  if (text.includes('PKCS7-----'))
    return 'This is a PKCS #7 file. `openssl pkcs7 -print_certs -in <file>` makes PEM of it.';
  if (/PRIVATE KEY-----/.test(text))
    return 'This is a private key. The certificate stands in a file of its own.';
  return 'It has no certificate. A PEM file has the line -----BEGIN CERTIFICATE-----.';
}

function readKey({ key, passphrase }: GivenIdentity, certificateText: string): Result<KeyObject> {
  const pem =
    key ?? (/PRIVATE KEY-----/.test(certificateText) ? Buffer.from(certificateText, 'latin1') : null);
  if (pem === null) {
    const detail = 'The private key is missing. It is the file that was made together with the request.';
    return refuseField('certificate_key_missing', 'key', detail);
  }
  const text = pem.toString('latin1');
  if (!/PRIVATE KEY-----/.test(text)) {
    const detail = 'This is no private key in PEM. Such a file has the line -----BEGIN PRIVATE KEY-----.';
    return refuseField('certificate_key_missing', 'key', detail);
  }
  const block = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]+?-----END \1-----/.exec(text)?.[0] ?? text;
  const isLocked = /ENCRYPTED/.test(block);
  if (isLocked && !passphrase)
    return refuseField(
      'passphrase_wrong',
      'passphrase',
      'The private key is locked: its passphrase is needed.',
    );
  try {
    return ok(createPrivateKey({ key: block, ...(isLocked ? { passphrase: passphrase ?? '' } : {}) }));
  } catch (error) {
    const why = messageOf(error);
    if (!isLocked)
      return refuseField('certificate_key_missing', 'key', `The private key is damaged (${why}).`);
    return faultOfLockedKey(why);
  }
}

/** By what is said of it where there is a passphrase: by OpenSSL, or in Electron by BoringSSL, which writes other words. */
export function faultOfLockedKey(said: string): Refusal {
  if (!/unsupported|unknown[_ ]algorithm/i.test(said))
    return refuseField('passphrase_wrong', 'passphrase', 'The passphrase does not open the private key.');
  const detail = `The private key is locked in a way that is not known here (${said}). \`openssl pkcs8 -topk8 -in <file>\` locks it in the usual one.`;
  return refuseField('certificate_key_missing', 'key', detail);
}
