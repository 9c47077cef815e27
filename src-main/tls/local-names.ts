import { isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

const hostName = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;
const maxNames = 100;

export interface Machine {
  readonly hostname: string;
  readonly interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** The address that is listened on. */
  readonly listensOn: string;
  /** What the operator adds, and the public base address's host. */
  readonly further: readonly string[];
}

/** The names and addresses that callers may reach this machine by. Pure. */
export function localNames({ hostname, interfaces, listensOn, further }: Machine): string[] {
  const machine = hostname.toLowerCase();
  const names = [
    'localhost',
    machine,
    ...(machine.includes('.') ? [] : [`${machine}.local`]),
    ...further.map((name) => name.toLowerCase()),
    '127.0.0.1',
    '::1',
    ...addresses(listensOn, interfaces),
  ];
  return [...new Set(names)].filter((name) => isIP(name) !== 0 || hostName.test(name)).slice(0, maxNames);
}

/** What a loopback listener cannot be reached by is nobody's business. */
function addresses(listensOn: string, interfaces: Machine['interfaces']): string[] {
  if (listensOn !== '0.0.0.0' && listensOn !== '::') return isIP(listensOn) === 0 ? [] : [listensOn];
  return Object.values(interfaces)
    .flatMap((each) => each ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('169.254.'));
}
