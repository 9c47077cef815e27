import { networkInterfaces } from 'node:os';
import { createIpList, type IpList } from './ip-list.ts';

/** The addresses of the networks that are up at this moment: a cable, a VPN or a sleep takes some of them away. */
export const ownAddresses = (): IpList =>
  createIpList(Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)));
