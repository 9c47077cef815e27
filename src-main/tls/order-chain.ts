import type { X509Certificate } from 'node:crypto';

export const isIssuedBy = (one: X509Certificate, by: X509Certificate): boolean =>
  one.checkIssued(by) && one.verify(by.publicKey);

export const isSelfSigned = (one: X509Certificate): boolean => isIssuedBy(one, one);

/** Who issued a certificate, from its own issuer upwards, as far as they are among those given. Pure. */
export function orderChain(
  leaf: X509Certificate,
  among: readonly X509Certificate[],
): { readonly issuers: readonly X509Certificate[]; readonly isReordered: boolean } {
  const issuers: X509Certificate[] = [];
  const left = among.filter((one) => one !== leaf);
  let last = leaf;
  while (!isSelfSigned(last)) {
    const at = left.findIndex((one) => isIssuedBy(last, one));
    if (at === -1) break;
    [last] = left.splice(at, 1) as [X509Certificate];
    issuers.push(last);
  }
  const given = among.slice(0, issuers.length + 1);
  return { issuers, isReordered: [leaf, ...issuers].some((one, at) => one !== given[at]) };
}
