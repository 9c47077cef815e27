import type { X509Certificate } from 'node:crypto';
import { endOf, isFor, isInForce } from './check-identity.ts';

interface Shown {
  readonly leaf: X509Certificate;
}

/**
 * Which certificate is shown to a caller: one that is for the host it names, and of several the one in force that
 * lasts longest; without such a name, or such a certificate, the first in force. Those of the operator come before
 * the one that Hookline made. Pure.
 */
export function chooseIdentity<T extends Shown>(
  among: readonly T[],
  serverName: string | null,
  now: number,
): T | undefined {
  const fitting = serverName === null ? [] : among.filter(({ leaf }) => isFor(leaf, serverName));
  const best = fitting.toSorted((a, b) => endOf(b.leaf).getTime() - endOf(a.leaf).getTime());
  return (
    best.find(({ leaf }) => isInForce(leaf, now)) ??
    best[0] ??
    among.find(({ leaf }) => isInForce(leaf, now)) ??
    among[0]
  );
}
