// What may be asked of the runtime, a file per capability. The desktop's port, the browser's socket and the
// admin API all serve this.
import type { ContractRouterClient } from '@orpc/contract';
import { access } from './access.ts';
import { calls } from './calls.ts';
import { certificates } from './certificates.ts';
import { connections } from './connections.ts';
import { dataKey } from './data-key.ts';
import { consumers } from './consumers.ts';
import { desktop } from './desktop.ts';
import { doctor } from './doctor.ts';
import { drafts } from './drafts.ts';
import { exports } from './exports.ts';
import { environment } from './environment.ts';
import { handOuts } from './hand-outs.ts';
import { host } from './host.ts';
import { installation } from './installation.ts';
import { integrations } from './integrations.ts';
import { lanes } from './lanes.ts';
import { notifications } from './notifications.ts';
import { replays } from './replays.ts';
import { series } from './series.ts';

export const contract = {
  integrations,
  drafts,
  consumers,
  handOuts,
  environment,
  connections,
  calls,
  replays,
  exports,
  lanes,
  series,
  notifications,
  certificates,
  installation,
  access,
  dataKey,
  doctor,
  desktop,
  host,
};
export type Client = ContractRouterClient<typeof contract>;
