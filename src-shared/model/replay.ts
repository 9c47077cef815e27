import { z } from 'zod';
import { CallFilter } from './call-filter.ts';
import { Method } from './trigger.ts';

/** Which calls are meant: some by their ids, or all that fit a filter when it is asked. */
export const CallSelection = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1, 'At least one call is needed.').max(10_000) }),
  z.strictObject({ filter: CallFilter }),
]);
export type CallSelection = z.infer<typeof CallSelection>;

/** What a replay of a selection comes to, before anything is sent. */
export const ReplayPlan = z.object({
  /** How many are sent again. */
  total: z.number().int(),
  /** Refused calls: they were kept without their body. */
  refused: z.number().int(),
  /** Calls that have not ended yet. */
  open: z.number().int(),
  integrations: z.array(
    z.object({
      integrationId: z.uuid(),
      /** `code/name`. */
      lane: z.string(),
      calls: z.number().int(),
      /** Whether its trigger says that a call may be repeated. */
      repeatable: z.boolean(),
    }),
  ),
});
export type ReplayPlan = z.infer<typeof ReplayPlan>;

/** `running` goes on after a restart; `done` has come to its end, `stopped` was ended by somebody. */
export const ReplayState = z.enum(['running', 'done', 'stopped']);
export type ReplayState = z.infer<typeof ReplayState>;

/** Calls that are sent again one after the other, in the order in which they came. */
export const Replay = z.object({
  id: z.uuid(),
  startedAt: z.iso.datetime(),
  /** The label of who began it. */
  by: z.string(),
  selection: CallSelection,
  state: ReplayState,
  /** How many there were to send when it began. */
  total: z.number().int(),
  sent: z.number().int(),
  /** How many were not let in, or were gone when their turn came. */
  leftOut: z.number().int(),
  /** Why the last one that was not let in was left out, or that those left out were gone. */
  lastProblem: z.string().nullable(),
  /** What it waits for at this moment; null where it goes on. */
  waitsFor: z.string().nullable(),
});
export type Replay = z.infer<typeof Replay>;

/** What is changed of a call before it is sent again; what is left out stays as it was, to the byte. */
export const CallChanges = z.strictObject({
  method: Method.optional(),
  query: z
    .string()
    .max(16_384)
    .regex(
      /^[\x21\x22\x24-\x7e]*$/,
      'A query is visible ASCII without #; other characters are written as %xx.',
    )
    .optional()
    .meta({ description: 'Without the question mark.' }),
  headers: z
    .array(
      z.tuple([
        z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'This is not the name of a header.'),
        // oxlint-disable-next-line no-control-regex -- what may not stand in a header
        z.string().regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/, 'A header has no line breaks.'),
      ]),
    )
    .max(200)
    .optional(),
  body: z.string().optional().meta({
    description: 'Text is written in the charset of the content type, UTF-8 where it says none.',
  }),
  bodyEncoding: z.enum(['text', 'base64']).default('text'),
});
export type CallChanges = z.infer<typeof CallChanges>;
