import type { Consumers } from './call/consumers.ts';
import type { Registry } from './call/registry.ts';
import type { createExposure } from './exposure.ts';
import type { Host } from './host.ts';
import { networkAddresses } from './own-addresses.ts';
import type { Store } from './ports/store.ts';
import type { Alarms } from './upkeep/alarms.ts';
import { keyAlarms } from './upkeep/key-alarms.ts';
import type { HostStatus, ListenerStatus } from '#shared/model/setting.ts';

/** What the installation says of itself at this moment. */
export function hostStatus(of: {
  readonly host: Host;
  readonly startedAt: string;
  readonly exposure: ReturnType<typeof createExposure>;
  /** The admin listeners there were; the last one is in use. */
  readonly admins: readonly ListenerStatus[];
  readonly alarms: Alarms;
  readonly registry: Registry;
  readonly consumers: Consumers;
  readonly store: Store;
  now(): number;
}): HostStatus {
  const nowMs = of.now();
  const { listeners, ...bases } = of.exposure.status();
  return {
    version: of.host.version,
    face: of.host.face,
    dataFolder: of.host.dataFolder,
    startedAt: of.startedAt,
    now: new Date(nowMs).toISOString(),
    ...bases,
    listeners: [...listeners, ...of.admins.slice(-1)],
    addresses: networkAddresses(),
    alarms: [...of.alarms.list(), ...keyAlarms(of.registry.all(), of.consumers.all(), nowMs)],
    recovery: of.store.damage,
  };
}
