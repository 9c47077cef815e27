import { hostname } from 'node:os';

/** The host names that callers may ask for, in lower case: this machine's, that of the public address, and those of certificates. */
export function servedNames(publicBaseUrl: string | null, certified: readonly string[]): ReadonlySet<string> {
  const machine = hostname().toLowerCase();
  const names = new Set(['localhost', machine, `${machine}.local`]);
  for (const name of certified) names.add(name.toLowerCase());
  if (publicBaseUrl !== null) names.add(new URL(publicBaseUrl).hostname.toLowerCase());
  return names;
}
