import { hostname } from 'node:os';
import { type AddressRules, createAddressRules } from './call/address-rules.ts';
import { createIpList, type IpList } from './ip-list.ts';
import type { Settings } from '#shared/model/setting.ts';

/** What the settings say of callers, made once for all calls that follow. */
export interface NetworkRules {
  /** The host names that callers may ask for, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Who is believed about a caller; null for nobody. */
  readonly proxies: IpList | null;
  /** Null where any address may call. */
  readonly callers: AddressRules | null;
}

export const networkRules = ({
  publicBaseUrl,
  network,
}: Pick<Settings, 'publicBaseUrl' | 'network'>): NetworkRules => ({
  names: servedNames(publicBaseUrl),
  proxies: network.trustedProxies.length === 0 ? null : createIpList(network.trustedProxies),
  callers: createAddressRules(network),
});

/** Those of this machine, and that of the public address. */
function servedNames(publicBaseUrl: string | null): ReadonlySet<string> {
  const machine = hostname().toLowerCase();
  const names = new Set(['localhost', machine, `${machine}.local`]);
  if (publicBaseUrl !== null) names.add(new URL(publicBaseUrl).hostname.toLowerCase());
  return names;
}
