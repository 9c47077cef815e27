import type { X509Certificate } from 'node:crypto';
import { endOf, isFor, isInForce } from './check-identity.ts';

interface Shown {
  readonly leaf: X509Certificate;
}

/**
 * Which certificate is shown to a caller: one that is for the host it names, and of several the one in force that
 * lasts longest; without such a name, or such a certificate, the first in force. Pure. `own`: those of the operator,
 * which come before those that Hookline made.
 */
export function chooseIdentity<T extends Shown>(
  { own, made }: { readonly own: readonly T[]; readonly made: readonly T[] },
  serverName: string | null,
  now: number,
): T | undefined {
  const all = [...own, ...made];
  const fitting = serverName === null ? [] : all.filter(({ leaf }) => isFor(leaf, serverName));
  const good = ({ leaf }: Shown) => isInForce(leaf, now);
  return (
    longest(fitting.filter((one) => good(one) && own.includes(one))) ??
    longest(fitting.filter(good)) ??
    fitting[0] ??
    all.find(good) ??
    all[0]
  );
}

const longest = <T extends Shown>(among: readonly T[]): T | undefined =>
  among.toSorted((a, b) => endOf(b.leaf).getTime() - endOf(a.leaf).getTime())[0];
