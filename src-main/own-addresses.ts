import { networkInterfaces } from 'node:os';
import { createIpList, type IpList } from './ip-list.ts';

/** Of the networks that this machine is in, as somebody there would call it; a link's own address needs more to be called. */
export const networkAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((all = []) => all)
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);

/** The addresses of the networks that are up at this moment: a cable, a VPN or a sleep takes some of them away. */
export const ownAddresses = (): IpList =>
  createIpList(Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)));
