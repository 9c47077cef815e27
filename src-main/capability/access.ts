import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';

export function accessCapability({ access }: CapabilityDeps) {
  const os = answering.access;
  return {
    self: os.self.handler(({ context }) => context.signedIn),
    list: os.list.handler(() => [...access.list()]),
    create: os.create.handler(async ({ input }) => valueOf(await access.create(input))),
    revoke: os.revoke.handler(async ({ input }) => {
      const revoked = await access.revoke(input.id);
      if (revoked === null) throw toFailure(problem('token_not_found'));
      return revoked;
    }),
  };
}
