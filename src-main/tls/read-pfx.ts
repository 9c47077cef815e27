import type { X509Certificate } from 'node:crypto';
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import type { Refusal, Result } from '#shared/result.ts';
import {
  type GivenIdentity,
  type Identity,
  messageOf,
  refuseField,
  unusualKey,
  usable,
  weakness,
} from './identity.ts';
import { orderChain } from './order-chain.ts';

/** Problems: those of `readIdentity`. */
export async function readPfx({ certificate: pfx, passphrase }: GivenIdentity): Promise<Result<Identity>> {
  const context = { pfx, passphrase: passphrase ?? '' };
  let shown: X509Certificate[];
  try {
    shown = await shownBy(context);
  } catch (error) {
    return faultOfPfx(messageOf(error), passphrase);
  }
  const [leaf, ...others] = shown;
  if (leaf === undefined)
    return refuseField('certificate_unreadable', 'certificate', 'The PFX file has no certificate.');
  const { issuers } = orderChain(leaf, [leaf, ...others]);
  return usable({ leaf, issuers, isReordered: false, context });
}

/** By what TLS says of it: of OpenSSL, or in Electron of BoringSSL, which writes other words, in capitals and joined by `_`. */
export function faultOfPfx(said: string, passphrase: string | null): Refusal {
  const text = said.replaceAll('_', ' ');
  if (/mac verify|bad decrypt|(invalid|incorrect) password/i.test(text)) {
    const detail =
      passphrase === null || passphrase === ''
        ? 'The PFX file is locked: its passphrase is needed.'
        : 'The passphrase does not open the PFX file.';
    return refuseField('passphrase_wrong', 'passphrase', detail);
  }
  if (/unsupported algorithm|signature algorithm|handshake failure/i.test(text)) {
    return refuseField('certificate_unreadable', 'certificate', unusualKey('There is no signature for it.'));
  }
  if (/unsupported|unknown algorithm/i.test(text)) {
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
async function shownBy(context: SecureContextOptions): Promise<X509Certificate[]> {
  const secureContext = createSecureContext(context);
  const [ours, theirs] = duplexPair();
  const server = new TLSSocket(ours, { isServer: true, secureContext });
  const client = connect({ socket: theirs, ca: [], rejectUnauthorized: false });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('secureConnect', resolve);
      client.on('error', reject);
      server.on('error', reject);
    });
    // Not `getPeerCertificate`: on a curve that NIST has no name for it ends the process.
    return chainOf(client.getPeerX509Certificate());
  } finally {
    client.destroy();
    server.destroy();
  }
}

function chainOf(leaf: X509Certificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let at = leaf; at !== undefined; at = at.issuerCertificate) chain.push(at);
  return chain;
}
