import { z } from 'zod';
import { Hold, LaneEvent } from './lane.ts';

export const CallState = z.enum([
  'refused',
  'waiting',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
]);
export type CallState = z.infer<typeof CallState>;

const openStates: readonly CallState[] = ['waiting', 'running'];
export const isOpen = (state: CallState): boolean => openStates.includes(state);

const Milliseconds = z.number().nonnegative();

/** To the microsecond: what a clock says beyond that is noise. */
export const roundMs = (ms: number): number => Math.round(ms * 1_000) / 1_000;

/** A call as lists show it (the fields of `interface.md`). */
export const CallSummary = z.object({
  /** UUIDv7. */
  id: z.uuid(),
  /** Grows by each call of the installation, refused ones too; given inside the commit. */
  sequence: z.number().int(),
  integration: z.string().nullable(),
  integrationId: z.uuid().nullable(),
  method: z.string(),
  /** As sent, without the query string. */
  path: z.string(),
  receivedAt: z.iso.datetime(),
  keyLabel: z.string().nullable(),
  state: CallState,
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
  answeredStatus: z.number().int().nullable(),
  /** `code/name`; null for refused calls. */
  lane: z.string().nullable(),
  /** Grows by one per accepted call of the trigger. */
  laneSequence: z.number().int().nullable(),
  /** How often it was started; 0 before the first. */
  attempt: z.number().int(),
  /** When it is tried again, while it waits for that. */
  nextAttemptAt: z.iso.datetime().nullable(),
  waitMs: Milliseconds.nullable(),
  runMs: Milliseconds.nullable(),
  totalMs: Milliseconds.nullable(),
  requestBytes: z.number().int(),
  /** The call that this one repeats. */
  origin: z.uuid().nullable(),
});
export type CallSummary = z.infer<typeof CallSummary>;

/** When each part of a call's life was reached, in milliseconds since it was received. */
export const CallTimings = z.object({
  authorisedMs: Milliseconds.nullable(),
  /** The call's commit was on disk. */
  storedMs: Milliseconds.nullable(),
  startedMs: Milliseconds.nullable(),
  finishedMs: Milliseconds.nullable(),
  answeredMs: Milliseconds.nullable(),
  callerGoneMs: Milliseconds.nullable(),
});
export type CallTimings = z.infer<typeof CallTimings>;

/** What one step of an attempt did. */
export const StepTrace = z.object({
  name: z.string(),
  kind: z.string(),
  state: z.enum(['succeeded', 'failed', 'skipped']),
  /** Since the attempt began. */
  startedMs: Milliseconds,
  durationMs: Milliseconds,
  /** JSON texts, cut at 64 KiB. */
  input: z.string().nullable(),
  output: z.string().nullable(),
  error: z.string().nullable(),
});
export type StepTrace = z.infer<typeof StepTrace>;

export const Attempt = z.object({
  attempt: z.number().int(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  outcome: z.enum(['succeeded', 'failed', 'interrupted']).nullable(),
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** What it did, where it was not the last one: the steps of that stand with the call. */
  steps: z.array(StepTrace),
});
export type Attempt = z.infer<typeof Attempt>;

/** Bytes for people: as text where they are UTF-8 without control characters, else base64. */
export const ShownBody = z.object({
  encoding: z.enum(['text', 'base64']),
  data: z.string(),
  bytes: z.number().int(),
  /** Whether `data` is only the beginning. */
  cut: z.boolean(),
});
export type ShownBody = z.infer<typeof ShownBody>;

const Headers = z.array(z.tuple([z.string(), z.string()]));

/** Everything that is known of one call. */
export const CallDetail = CallSummary.extend({
  integrationVersion: z.number().int().nullable(),
  /** Its place in the lane: 0 is running, 1 the next; null when neither waiting nor running. */
  place: z.number().int().nullable(),
  /** What stops its lane, while it waits there. */
  hold: Hold.nullable(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    /** As sent, without the question mark; credentials removed. */
    rawQuery: z.string(),
    /** The parameters as the workflow sees them, defaults filled in. */
    query: z.record(z.string(), z.json()),
    headers: Headers,
    httpVersion: z.string(),
    /** Of the caller. */
    remoteAddress: z.string(),
    /** Of the trusted proxy that named the caller; null where there was none. */
    peerAddress: z.string().nullable(),
    body: ShownBody.nullable(),
  }),
  response: z.object({ status: z.number().int(), headers: Headers, body: ShownBody.nullable() }).nullable(),
  steps: z.array(StepTrace),
  attempts: z.array(Attempt),
  /** How often the same request came again with its idempotency key. */
  repeats: z.number().int(),
  timings: CallTimings,
  /** What was done to it in its lane. */
  events: z.array(LaneEvent),
});
export type CallDetail = z.infer<typeof CallDetail>;

/** What a list of calls is narrowed by; the screens, the command line and the admin API have the same. */
export const CallFilter = z.strictObject({
  integration: z.string().optional().meta({ description: 'A name, or code/name.' }),
  /** One, or a list. */
  state: z.union([CallState.transform((state) => [state]), z.array(CallState)]).optional(),
  keyLabel: z.string().optional(),
  method: z.string().optional(),
  status: z.coerce.number().int().optional().meta({ description: 'The answered status.' }),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  text: z.string().optional().meta({ description: 'Found in path, query, headers or body.' }),
});
export type CallFilter = z.infer<typeof CallFilter>;

/** Whether `next` is a later picture of the same call than `known`. */
export function isLater(next: CallSummary, known: CallSummary): boolean {
  if (next.attempt !== known.attempt) return next.attempt > known.attempt;
  const rank = (call: CallSummary) => (call.state === 'waiting' ? 0 : call.state === 'running' ? 1 : 2);
  return rank(next) === rank(known) ? next.answeredStatus !== null : rank(next) > rank(known);
}
