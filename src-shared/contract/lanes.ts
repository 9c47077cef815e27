import { z } from 'zod';
import { CallSummary } from '../model/call.ts';
import { LaneDetail, LaneEvent, LaneSummary } from '../model/lane.ts';
import { designer, support } from './role.ts';

const OfIntegration = z.object({ integrationId: z.uuid() });

/** What is done to a lane, and why: the note stays in the lane's history. */
const Action = OfIntegration.extend({
  key: z
    .string()
    .max(1_000)
    .nullable()
    .default(null)
    .meta({ description: 'One lane of an integration ordered by a key; all of them where left out.' }),
  note: z.string().trim().max(1_000).default(''),
});

/** A head that somebody has looked at may have gone meanwhile; the next one is then left alone. */
const HeadAction = Action.extend({
  callId: z.uuid().optional().meta({ description: 'Refused where another call is the head.' }),
});

const act = (name: string, summary: string) =>
  designer.route({ method: 'POST', path: `/lanes/{integrationId}/${name}`, summary }).output(LaneSummary);

/**
 * Problems: `integration_not_found`, `lane_not_found`, `lane_empty`, `lane_not_held`, `head_not_failed`,
 * `call_not_waiting`, `call_not_found`.
 */
export const lanes = {
  list: support
    .route({ method: 'GET', path: '/lanes', summary: 'The queue of each integration' })
    .output(z.array(LaneSummary)),
  get: support
    .route({ method: 'GET', path: '/lanes/{integrationId}', summary: 'Who runs and who waits' })
    .input(
      OfIntegration.extend({
        key: z.string().max(1_000).optional().meta({
          description: 'One lane of an integration ordered by a key; all of them where left out.',
        }),
        limit: z.coerce.number().int().min(1).max(10_000).default(200),
        offset: z.coerce
          .number()
          .int()
          .min(0)
          .max(1_000_000)
          .default(0)
          .meta({ description: 'How many of those that wait are passed over.' }),
      }),
    )
    .output(LaneDetail),
  hold: act('hold', 'Start nothing more').input(Action),
  resume: act('resume', 'Go on, with the head first').input(Action),
  retry: act('retry', 'Try the failed head again at once').input(HeadAction),
  skip: act('skip', 'Let the head fail and go on with the next').input(HeadAction),
  drain: act('drain', 'Accept nothing more and run what waits').input(Action.omit({ key: true })),
  cancel: act('cancel', 'Cancel one waiting call').input(
    OfIntegration.extend({ callId: z.uuid(), note: z.string().trim().max(1_000).default('') }),
  ),
  history: support
    .route({ method: 'GET', path: '/lanes/{integrationId}/history', summary: 'What was done, newest first' })
    .input(OfIntegration.extend({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }))
    .output(z.array(LaneEvent)),
  neighbours: support
    .route({
      method: 'GET',
      path: '/calls/{callId}/neighbours',
      summary: 'Who came before and after a call in its lane',
    })
    .input(z.object({ callId: z.uuid() }))
    .output(z.object({ before: z.array(CallSummary), after: z.array(CallSummary) })),
};
