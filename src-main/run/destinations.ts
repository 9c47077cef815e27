// Where a request of a workflow may go. An address is judged when it is connected to, not the name that led there: a
// name can be given another address in between, and a redirect leads wherever a server likes.
import { createIpList } from '#main/ip-list.ts';
import { ownAddresses } from '#main/own-addresses.ts';
import type { Destinations } from '#main/ports/run.ts';

// Networks that no workflow has business in: this network, link-local (where clouds answer with the keys of the
// machine), multicast, and the addresses of metadata that lie elsewhere.
const neverV4 = ['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32'];
const metadataV4 = ['100.100.100.200/32', '168.63.129.16/32'];
const neverV6 = ['::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254/128', 'fd20:ce::254/128'];
const loopbackV4 = ['127.0.0.0/8'];
const privateV4 = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '198.18.0.0/15',
];
const privateV6 = ['fc00::/7', 'fec0::/10'];

/** The same range as IPv6 spells it on its way through a translator: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function translated(range: string): string[] {
  const [address = '', prefix] = range.split('/');
  const [a, b, c, d] = address.split('.').map(Number);
  const word = (high = 0, low = 0) => (high * 256 + low).toString(16);
  return [
    `64:ff9b::${address}/${96 + Number(prefix)}`,
    `2002:${word(a, b)}:${word(c, d)}::/${16 + Number(prefix)}`,
  ];
}

const listOf = (v4: readonly string[], v6: readonly string[]) =>
  createIpList([...v4, ...v4.flatMap(translated), ...v6]);

const never = listOf([...neverV4, ...metadataV4], neverV6);
const loopback = listOf(loopbackV4, ['::1/128']);
const privateNetworks = listOf(privateV4, privateV6);

/** Why this address may not be connected to, in words; null where it may. */
export function whyForbidden(
  address: string,
  port: number,
  { privateAllowed, adminPorts }: Destinations,
): string | null {
  if (never.has(address)) return `${address} is an address that workflows may not call`;
  if (adminPorts.includes(port) && isOwn(address)) return `Port ${port} of this machine is Hookline's own`;
  if (privateAllowed) return null;
  return privateNetworks.has(address) || isOwn(address)
    ? `${address} is this machine or in a private network, which the settings forbid`
    : null;
}

const isOwn = (address: string): boolean => loopback.has(address) || ownAddresses().has(address);
