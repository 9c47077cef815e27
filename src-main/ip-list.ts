import { BlockList, isIPv6 } from 'node:net';

/** A set of IP addresses. */
export interface IpList {
  /** An IPv4 address is the same where it is written within IPv6 (`::ffff:10.0.0.1`); what is no address is in no list. */
  has(address: string): boolean;
}

/** `ranges`: addresses and CIDR ranges as `AddressRange` lets them pass. */
export function createIpList(ranges: readonly string[]): IpList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return { has: (address) => list.check(withoutZone(address), familyOf(address)) };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** A link-local address names the interface that it was met on. */
function withoutZone(address: string): string {
  const zone = address.indexOf('%');
  return zone === -1 ? address : address.slice(0, zone);
}
