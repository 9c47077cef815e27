// The certificate that Hookline makes by itself, and the local authority behind it.
import { X509Certificate } from 'node:crypto';
import { endOf, isFor, isInForce, startOf } from './check-identity.ts';
import { makeAuthority, type MadeCertificate, makeLeaf } from './make-certificate.ts';
import { isIssuedBy } from './order-chain.ts';

const dayMs = 24 * 60 * 60 * 1_000;
// It is installed by hand in many places: years before it ends there is one with the same key, so that who trusts
// either of them trusts all that this key signs.
const authorityDays = 3_650;
const authorityLeftDays = 730;
const leafDays = 90;
/** Callers' clocks go wrong too. */
const earlierMs = dayMs;

export interface LocalCertificates {
  readonly authority: MadeCertificate;
  readonly leaf: MadeCertificate;
}

/** A certificate in the last third of its life is to be renewed. */
export function isInLastThird(certificate: X509Certificate, now: number): boolean {
  const [from, to] = [startOf(certificate).getTime(), endOf(certificate).getTime()];
  return now >= to - (to - from) / 3;
}

/** Whether it is for all these names, and has time left. Pure. */
export const isLeafGood = (leaf: X509Certificate, names: readonly string[], now: number): boolean =>
  isInForce(leaf, now) && !isInLastThird(leaf, now) && names.every((name) => isFor(leaf, name));

const isAuthorityGood = (authority: X509Certificate, now: number): boolean =>
  isInForce(authority, now) && endOf(authority).getTime() - now > authorityLeftDays * dayMs;

const lifeFrom = (now: number, days: number) => ({
  from: new Date(now - earlierMs),
  to: new Date(now + days * dayMs),
});

/** The authority as it may be used now: the kept one, one more with its key, or the first. */
export async function currentAuthority(
  kept: MadeCertificate | null,
  machine: string,
  now: number,
): Promise<MadeCertificate> {
  const life = lifeFrom(now, authorityDays);
  if (kept === null) return makeAuthority(`Hookline on ${machine}`, life);
  const certificate = new X509Certificate(kept.certificate);
  if (isAuthorityGood(certificate, now)) return kept;
  const name = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? machine;
  return makeAuthority(name, life, kept.key);
}

/** The kept ones where they still do, else new ones. */
export async function currentLocal(
  kept: { readonly authority: MadeCertificate | null; readonly leaf: MadeCertificate | null },
  names: readonly string[],
  { machine, now }: { readonly machine: string; readonly now: number },
): Promise<LocalCertificates> {
  const authority = await currentAuthority(kept.authority, machine, now);
  const { leaf } = kept;
  if (leaf !== null) {
    const certificate = new X509Certificate(leaf.certificate);
    const isOurs = isIssuedBy(certificate, new X509Certificate(authority.certificate));
    if (isOurs && isLeafGood(certificate, names, now)) return { authority, leaf };
  }
  return { authority, leaf: await makeLeaf(names, lifeFrom(now, leafDays), authority) };
}
