import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CallDetail, CallFilter, CallSummary } from '../model/call.ts';
import { support } from './role.ts';

/** A place in the stream of changes. A restarted runtime counts anew, hence `boot`. */
export const CallCursor = z.object({ boot: z.string(), revision: z.number().int() });
export type CallCursor = z.infer<typeof CallCursor>;

/** At most twenty a second. */
export const CallBatch = z.object({
  cursor: CallCursor,
  /** Changes were missed (the reader was slow, or the runtime restarted): list again. */
  reset: z.boolean(),
  /** The newest picture of each call that changed and fits the filter, in order of change. */
  calls: z.array(CallSummary),
  /** Calls received in the last second, all of them. */
  perSecond: z.number(),
});
export type CallBatch = z.infer<typeof CallBatch>;

const ById = z.object({ id: z.uuid() });

/** Problems: `call_not_found`. */
export const calls = {
  list: support
    .route({ method: 'GET', path: '/calls', summary: 'Calls, newest first' })
    .input(
      CallFilter.extend({
        limit: z.coerce.number().int().min(1).max(1000).default(100),
        before: z.coerce
          .number()
          .int()
          .optional()
          .meta({ description: 'Only calls with a smaller sequence.' }),
      }),
    )
    .output(
      z.object({
        calls: z.array(CallSummary),
        /** Give it as `before` for the next page; null at the end. */
        nextBefore: z.number().int().nullable(),
      }),
    ),
  get: support
    .route({ method: 'GET', path: '/calls/{id}', summary: 'Everything known of a call' })
    .input(ById)
    .output(CallDetail),
  /** The stored bytes, exactly; over HTTP see `/calls/{id}/request/body` and `/calls/{id}/response/body`. */
  body: support
    .route({ method: 'GET', path: '/calls/{id}/body', summary: 'A body as base64' })
    .input(ById.extend({ of: z.enum(['request', 'response']) }))
    .output(z.object({ base64: z.string(), contentType: z.string().nullable() })),
  watch: support
    .route({ method: 'GET', path: '/calls/watch', summary: 'Changes of calls as they happen' })
    .input(CallFilter.extend({ after: CallCursor.optional() }))
    .output(eventIterator(CallBatch)),
};
