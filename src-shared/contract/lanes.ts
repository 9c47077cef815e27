import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LaneDetail, LaneSummary } from '../model/lane.ts';

/** Problems: `integration_not_found`. */
export const lanes = {
  list: oc
    .route({ method: 'GET', path: '/lanes', summary: 'The queue of each integration' })
    .output(z.array(LaneSummary)),
  get: oc
    .route({ method: 'GET', path: '/lanes/{integrationId}', summary: 'Who runs and who waits' })
    .input(
      z.object({
        integrationId: z.uuid(),
        limit: z.coerce.number().int().min(1).max(10_000).default(200),
      }),
    )
    .output(LaneDetail),
};
