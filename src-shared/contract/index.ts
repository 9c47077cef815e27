// What may be asked of the runtime, a file per capability. The desktop's port, the browser's socket and the
// admin API all serve this.
import type { ContractRouterClient } from '@orpc/contract';
import { access } from './access.ts';
import { calls } from './calls.ts';
import { certificates } from './certificates.ts';
import { dataKey } from './data-key.ts';
import { consumers } from './consumers.ts';
import { doctor } from './doctor.ts';
import { host } from './host.ts';
import { installation } from './installation.ts';
import { integrations } from './integrations.ts';
import { lanes } from './lanes.ts';

export const contract = {
  integrations,
  consumers,
  calls,
  lanes,
  certificates,
  installation,
  access,
  dataKey,
  doctor,
  host,
};
export type Client = ContractRouterClient<typeof contract>;
