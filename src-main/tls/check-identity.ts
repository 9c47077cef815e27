// Whether callers will accept a certificate: dates, names, strength and chain. Pure, but for the list of well-known
// authorities that Node brings.
import { X509Certificate } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';
import { rootCertificates } from 'node:tls';
import { alternativeNames, oneLine } from '#shared/certificate-text.ts';
import type { CertificateFacts, CertificateFinding } from '#shared/model/certificate.ts';
import { isSelfSigned } from './order-chain.ts';
import type { Identity } from './identity.ts';

const dayMs = 24 * 60 * 60 * 1_000;

export interface CheckedFor {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The host of the public base address; null where none is set. */
  readonly publicHost: string | null;
}

export const daysUntil = (at: Date, now: number): number => Math.floor((at.getTime() - now) / dayMs);
export const startOf = (certificate: X509Certificate): Date => new Date(certificate.validFrom);
export const endOf = (certificate: X509Certificate): Date => new Date(certificate.validTo);

export const isFor = (certificate: X509Certificate, host: string): boolean =>
  isIP(host) === 0
    ? hostName.test(host) && certificate.checkHost(host, { subject: 'never' }) !== undefined
    : certificate.checkIP(host) !== undefined;

/** Node throws where it is asked for anything else, and a caller may name anything in its handshake. */
const hostName = /^[\w.-]{1,253}$/;

/** Whether it may be shown at this moment. */
export const isInForce = (certificate: X509Certificate, now: number): boolean =>
  startOf(certificate).getTime() <= now && now < endOf(certificate).getTime();

export function factsOf(identity: Identity, of: CheckedFor): CertificateFacts {
  const { leaf } = identity;
  return {
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    names: alternativeNames(leaf.subjectAltName).map(shortened),
    from: startOf(leaf).toISOString(),
    to: endOf(leaf).toISOString(),
    daysLeft: daysUntil(endOf(leaf), of.now),
    fingerprint256: leaf.fingerprint256,
    findings: findingsOf(identity, of),
  };
}

/** `::1`: OpenSSL writes addresses of IPv6 in full. */
const shortened = (name: string): string =>
  isIPv6(name) ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name;

export function findingsOf(identity: Identity, of: CheckedFor): CertificateFinding[] {
  return [...aboutDates(identity.leaf, of), ...aboutNames(identity.leaf, of), ...aboutTrust(identity)];
}

const finding = (code: CertificateFinding['code'], text: string, isGrave = false): CertificateFinding => ({
  code,
  text,
  isGrave,
});

const dateOf = (at: Date): string => at.toISOString().slice(0, 10);

function aboutDates(leaf: X509Certificate, { now }: CheckedFor): CertificateFinding[] {
  if (endOf(leaf).getTime() <= now) {
    const text = `It ran out on ${dateOf(endOf(leaf))}. A new one has to be issued.`;
    return [finding('certificate_expired', text, true)];
  }
  if (startOf(leaf).getTime() > now) {
    const text = `It is in force from ${dateOf(startOf(leaf))} only; until then callers refuse it. If that day has come, the clock of this machine is slow.`;
    return [finding('not_yet_valid', text)];
  }
  return [];
}

function aboutNames(leaf: X509Certificate, { publicHost }: CheckedFor): CertificateFinding[] {
  const names = alternativeNames(leaf.subjectAltName);
  if (names.length === 0) {
    const text =
      'It has no alternative names, and callers look at nothing else. A new one has to name its hosts as subjectAltName.';
    return [finding('no_names', text)];
  }
  if (publicHost !== null && !isFor(leaf, publicHost)) {
    const text = `It is for ${names.slice(0, 5).join(', ')}, and not for ${publicHost}, the public base address. Callers of that address refuse it.`;
    return [finding('public_name_missing', text)];
  }
  return [];
}

function aboutTrust({ leaf, issuers, isReordered }: Identity): CertificateFinding[] {
  const found: CertificateFinding[] = [];
  if ([leaf, ...issuers].some((one) => isWeaklySigned(one) && !isSelfSigned(one))) {
    const text =
      'It is signed with SHA-1 or MD5, which callers refuse. A new one has to be signed with SHA-256.';
    found.push(finding('certificate_weak', text, true));
  }
  if (isReordered) {
    const text =
      'Its chain stands in another order in the file, or has more in it than needed. Hookline sends it in the right one.';
    found.push(finding('chain_reordered', text));
  }
  const last = issuers.at(-1) ?? leaf;
  if (last === leaf && isSelfSigned(leaf)) {
    const text = 'It is signed by itself: each caller has to be told to trust it.';
    found.push(finding('self_signed', text));
  } else if (!isSelfSigned(last) && !isOfKnownAuthority(last)) {
    const text = `Its chain ends with ${oneLine(last.subject)}, issued by ${oneLine(last.issuer)}, which is no well-known authority. If that is an intermediate one, its certificate is missing: append it to the file. If it is an authority of your own, callers have to trust it.`;
    found.push(finding('chain_open', text));
  }
  return found;
}

// Of the signature's algorithm: those of keys alone are others.
const weakSignatures = [
  ['06092a864886f70d010104', 'MD5 with RSA'],
  ['06092a864886f70d010105', 'SHA-1 with RSA'],
  ['06072a8648ce3d0401', 'SHA-1 with ECDSA'],
].map(([oid = '']) => Buffer.from(oid, 'hex'));

const isWeaklySigned = ({ raw }: X509Certificate): boolean => weakSignatures.some((oid) => raw.includes(oid));

let known: readonly X509Certificate[] | null = null;

function isOfKnownAuthority(certificate: X509Certificate): boolean {
  known ??= rootCertificates.map((pem) => new X509Certificate(pem));
  return known.some((root) => certificate.checkIssued(root) && certificate.verify(root.publicKey));
}
