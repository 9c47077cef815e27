import { z } from 'zod';
import { CallChanges, CallSelection, Replay, ReplayPlan } from '../model/replay.ts';
import { designer, support } from './role.ts';

const ById = z.object({ id: z.uuid() });
const Confirmation = z.object({
  confirmed: z.boolean().default(false).meta({
    description: 'Needed where the trigger does not say that its calls may be repeated.',
  }),
});

/**
 * Kept calls sent again, byte for byte, as new calls that name their origin. They are let in for who asks, and keep
 * to every other bound; an idempotency key that they carry counts for nothing.
 * Problems: `call_not_found`, `call_not_repeatable`, `replay_not_confirmed`, `replay_empty`, `replay_not_found`, and
 * for a single call all that its caller could meet.
 */
export const replays = {
  once: designer
    .route({ method: 'POST', path: '/calls/{id}/replay', summary: 'Send one call again, changed or not' })
    .input(ById.extend(Confirmation.shape).extend({ changes: CallChanges.optional() }))
    .output(z.object({ callId: z.uuid() })),
  plan: designer
    .route({ method: 'POST', path: '/replays/plan', summary: 'What a replay would send' })
    .input(z.object({ selection: CallSelection }))
    .output(ReplayPlan),
  start: designer
    .route({ method: 'POST', path: '/replays', summary: 'Send many calls again, in the order they came' })
    .input(Confirmation.extend({ selection: CallSelection }))
    .output(Replay),
  list: support
    .route({ method: 'GET', path: '/replays', summary: 'Replays, the newest first' })
    .output(z.array(Replay)),
  stop: designer
    .route({ method: 'POST', path: '/replays/{id}/stop', summary: 'Send no more; what was sent stays' })
    .input(ById)
    .output(Replay),
};
