// What the screens, the command line and the admin API may ask, answered. Each answers one part of the
// contract and decides nothing about calls: that is `call` and `lane`.
import type { Router as AnsweredRouter } from '@orpc/server';
import { createTurns } from '#main/in-turn.ts';
import type { contract } from '#shared/contract/index.ts';
import { accessCapability } from './access.ts';
import { answering } from './base.ts';
import { callCapability } from './calls.ts';
import { certificateCapability } from './certificates.ts';
import { consumerCapability } from './consumers.ts';
import { refuseInRecovery } from './in-recovery.ts';
import type { CapabilityDeps, RpcContext } from './deps.ts';
import { dataKeyCapability } from './data-key.ts';
import { hostCapability } from './host.ts';
import { installationCapability } from './installation.ts';
import { integrationCapability } from './integrations.ts';
import { laneCapability } from './lanes.ts';

export function createRouter(given: Omit<CapabilityDeps, 'inTurn'>): Router {
  const deps = { ...given, inTurn: createTurns() };
  return answering
    .use(({ path, next }) => {
      refuseInRecovery(deps.store, path);
      return next();
    })
    .router({
      integrations: integrationCapability(deps),
      consumers: consumerCapability(deps),
      calls: callCapability(deps),
      lanes: laneCapability(deps),
      installation: installationCapability(deps),
      certificates: certificateCapability(deps),
      access: accessCapability(deps),
      dataKey: dataKeyCapability(deps),
      doctor: { examine: answering.doctor.examine.handler(async () => [...(await deps.examine())]) },
      host: hostCapability(deps),
    });
}

export type Router = AnsweredRouter<typeof contract, RpcContext>;
