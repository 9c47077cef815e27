import { type AddressRules, createAddressRules } from './call/address-rules.ts';
import { createIpList, type IpList } from './ip-list.ts';
import type { Settings } from '#shared/model/setting.ts';

/** What the settings say of callers, made once for all calls that follow. */
export interface NetworkRules {
  /** Who is believed about a caller; null for nobody. */
  readonly proxies: IpList | null;
  /** Null where any address may call. */
  readonly callers: AddressRules | null;
}

export const networkRules = ({ network }: Pick<Settings, 'network'>): NetworkRules => ({
  proxies: network.trustedProxies.length === 0 ? null : createIpList(network.trustedProxies),
  callers: createAddressRules(network),
});
