import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CallDetail, CallSummary } from '../model/call.ts';
import { CallFilter } from '../model/call-filter.ts';
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

/** A message holds no more of a body. */
export const maxPartBytes = 1_048_576;
/** Which part of the log: down from the newest or from `before`, or up from `after`. */
const PageOf = CallFilter.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().optional().meta({ description: 'Only calls with a smaller sequence.' }),
  after: z.coerce
    .number()
    .int()
    .optional()
    .meta({ description: 'Only calls with a greater sequence, those next to it.' }),
});

/** What a search has found since its last word. */
export const SearchBatch = z.object({
  /** In order, newest first; where it goes up, each batch is newer than the one before. */
  calls: z.array(CallSummary),
  /** So many calls of all that are kept have been looked at, and so many found. */
  scanned: z.number().int(),
  of: z.number().int(),
  found: z.number().int(),
  /** Where another search goes on (`before`, or `after`); null at the end of the log. */
  next: z.number().int().nullable(),
});
export type SearchBatch = z.infer<typeof SearchBatch>;

const ById = z.object({ id: z.uuid() });

/** Problems: `call_not_found`. */
export const calls = {
  list: support
    .route({ method: 'GET', path: '/calls', summary: 'Calls, newest first' })
    .input(PageOf)
    .output(
      z.object({
        calls: z.array(CallSummary),
        /** Give it as `before` for the next page; null at the end, and where `after` was given. */
        nextBefore: z.number().int().nullable(),
        /** The same for `after`. */
        nextAfter: z.number().int().nullable(),
      }),
    ),
  /** Ends when `limit` calls are found or all are looked at; whoever drops the stream ends it. */
  search: support
    .route({ method: 'GET', path: '/calls/search', summary: 'Calls as they are found, with progress' })
    .input(PageOf)
    .output(eventIterator(SearchBatch)),
  get: support
    .route({ method: 'GET', path: '/calls/{id}', summary: 'Everything known of a call' })
    .input(ById)
    .output(CallDetail),
  /** The stored bytes, exactly, a part at a time; whole over HTTP: `/calls/{id}/request/body`, `/calls/{id}/response/body`. */
  body: support
    .route({ method: 'GET', path: '/calls/{id}/body', summary: 'A part of a body as base64' })
    .input(
      ById.extend({
        of: z.enum(['request', 'response']),
        from: z.coerce.number().int().min(0).default(0),
        length: z.coerce.number().int().min(1).max(maxPartBytes).default(maxPartBytes),
      }),
    )
    .output(
      z.object({
        base64: z.string(),
        contentType: z.string().nullable(),
        /** Of the whole body. */
        bytes: z.number().int(),
      }),
    ),
  watch: support
    .route({ method: 'GET', path: '/calls/watch', summary: 'Changes of calls as they happen' })
    .input(CallFilter.extend({ after: CallCursor.optional() }))
    .output(eventIterator(CallBatch)),
};
