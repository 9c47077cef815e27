import { X509Certificate } from 'node:crypto';
import { duplexPair } from 'node:stream';
import {
  connect,
  createSecureContext,
  type DetailedPeerCertificate,
  type SecureContextOptions,
  TLSSocket,
} from 'node:tls';
import type { Result } from '#shared/result.ts';
import { type GivenIdentity, type Identity, messageOf, refuseField, usable, weakness } from './identity.ts';
import { orderChain } from './order-chain.ts';

/** Problems: those of `readIdentity`. */
export async function readPfx({ certificate: pfx, passphrase }: GivenIdentity): Promise<Result<Identity>> {
  const context = { pfx, passphrase: passphrase ?? '' };
  try {
    createSecureContext(context);
  } catch (error) {
    return refusal(messageOf(error), passphrase);
  }
  const [leaf, ...others] = await shownBy(context);
  if (leaf === undefined)
    return refuseField('certificate_unreadable', 'certificate', 'The PFX file has no certificate.');
  const { issuers } = orderChain(leaf, [leaf, ...others]);
  return usable({ leaf, issuers, isReordered: false, context });
}

function refusal(text: string, passphrase: string | null): Result<never> {
  if (/mac verify|bad decrypt|invalid password/i.test(text)) {
    const detail =
      passphrase === null || passphrase === ''
        ? 'The PFX file is locked: its passphrase is needed.'
        : 'The passphrase does not open the PFX file.';
    return refuseField('passphrase_wrong', 'passphrase', detail);
  }
  if (/unsupported/i.test(text)) {
    const detail =
      'The PFX file is locked with an old cipher. Export it again with AES-256, or turn it into PEM: `openssl pkcs12 -legacy -in <file> -nodes`.';
    return refuseField('certificate_unreadable', 'certificate', detail);
  }
  if (/private key/i.test(text)) {
    const detail = 'The PFX file has no private key. Export it again together with its key.';
    return refuseField('certificate_key_missing', 'certificate', detail);
  }
  if (/too (small|weak)/i.test(text)) {
    return refuseField('certificate_weak', 'certificate', weakness(text));
  }
  return refuseField('certificate_unreadable', 'certificate', 'This is neither a PEM nor a PFX file.');
}

/** Nothing of Node reads a PFX file but TLS: a handshake with ourselves says what is in it. */
function shownBy(context: SecureContextOptions): Promise<X509Certificate[]> {
  const [ours, theirs] = duplexPair();
  const server = new TLSSocket(ours, { isServer: true, secureContext: createSecureContext(context) });
  return new Promise((resolve, reject) => {
    const client = connect({ socket: theirs, ca: [], rejectUnauthorized: false }, () => {
      resolve(chainOf(client.getPeerCertificate(true)));
      client.destroy();
      server.destroy();
    });
    client.once('error', reject);
    server.once('error', reject);
  });
}

function chainOf(shown: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  // The last one is its own issuer, or has none.
  for (let at = shown; at?.raw !== undefined; at = at.issuerCertificate) {
    chain.push(new X509Certificate(at.raw));
    if (at === at.issuerCertificate) break;
  }
  return chain;
}
