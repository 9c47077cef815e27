import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { valueOf } from './failing.ts';

export function certificateCapability({ certificates }: CapabilityDeps) {
  const os = answering.certificates;
  return {
    list: os.list.handler(() => certificates.list()),
    check: os.check.handler(async ({ input }) => valueOf(await certificates.check(input))),
    add: os.add.handler(async ({ input }) => valueOf(await certificates.add(input))),
    remove: os.remove.handler(async ({ input }) => {
      valueOf(await certificates.remove(input.id));
      return certificates.list();
    }),
    renew: os.renew.handler(async ({ input }) => valueOf(await certificates.renew(input.id))),
    authority: os.authority.handler(() => certificates.authority()),
  };
}
