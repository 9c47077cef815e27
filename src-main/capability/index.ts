// What the screens, the command line and the admin API may ask, answered. Each answers one part of the
// contract and decides nothing about calls: that is `call` and `lane`.
import { createTurns } from '#main/in-turn.ts';
import { accessCapability } from './access.ts';
import { answering } from './base.ts';
import { callCapability } from './calls.ts';
import { certificateCapability } from './certificates.ts';
import { connectionCapability } from './connections.ts';
import { consumerCapability } from './consumers.ts';
import { exportCapability } from './exports.ts';
import { refuseInRecovery } from './in-recovery.ts';
import type { CapabilityDeps } from './deps.ts';
import { dataKeyCapability } from './data-key.ts';
import { draftCapability } from './drafts.ts';
import { desktopCapability } from './desktop.ts';
import { environmentCapability } from './environment.ts';
import { handOutCapability } from './hand-outs.ts';
import { hostCapability } from './host.ts';
import { installationCapability } from './installation.ts';
import { integrationCapability } from './integrations.ts';
import { localClient } from './local-client.ts';
import { laneCapability } from './lanes.ts';
import { notificationCapability } from './notifications.ts';
import { replayCapability } from './replays.ts';
import type { Router } from './router.ts';
import { seriesCapability } from './series.ts';

export function createRouter(given: Omit<CapabilityDeps, 'inTurn'>): Router {
  const deps = { ...given, inTurn: createTurns() };
  const router: Router = answering
    .use(({ path, next }) => {
      refuseInRecovery(deps.store, path);
      return next();
    })
    .router({
      integrations: integrationCapability(deps),
      drafts: draftCapability(deps),
      consumers: consumerCapability(deps),
      handOuts: handOutCapability(deps),
      environment: environmentCapability(deps),
      connections: connectionCapability(deps),
      calls: callCapability(deps),
      replays: replayCapability(deps),
      exports: exportCapability(deps),
      lanes: laneCapability(deps),
      series: seriesCapability(deps),
      notifications: notificationCapability(deps),
      // Examples are made as a person would make them.
      installation: installationCapability(deps, () => localClient(router)),
      certificates: certificateCapability(deps),
      access: accessCapability(deps),
      dataKey: dataKeyCapability(deps),
      doctor: { examine: answering.doctor.examine.handler(async () => [...(await deps.examine())]) },
      desktop: desktopCapability(deps),
      host: hostCapability(deps),
    });
  return router;
}
