import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';

export function dataKeyCapability({ vault }: CapabilityDeps) {
  const os = answering.dataKey;
  return {
    status: os.status.handler(() => vault.status()),
    rotate: os.rotate.handler(async () => valueOf(await vault.rotate())),
    renew: os.renew.handler(async () => valueOf(await vault.renew())),
  };
}
