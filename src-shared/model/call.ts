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

/** One of several attempts of a step. */
export const StepAttempt = z.object({
  /** Since the attempt of the call began. */
  startedMs: Milliseconds,
  durationMs: Milliseconds,
  /** Null where it succeeded. */
  error: z.string().nullable(),
});
export type StepAttempt = z.infer<typeof StepAttempt>;

/** What stood in for the result of a step that a dry run held back. */
export const StandIn = z.enum(['typed', 'captured', 'nothing']);
export type StandIn = z.infer<typeof StandIn>;

/** What one step of an attempt did. */
export const StepTrace = z.object({
  name: z.string(),
  kind: z.string(),
  /** `continued`: it failed, and the workflow went on with the error as its result. */
  state: z.enum(['succeeded', 'failed', 'continued', 'skipped']),
  /** Since the attempt began. */
  startedMs: Milliseconds,
  durationMs: Milliseconds,
  /** JSON texts, cut at 64 KiB; at 8 KiB where the step stands inside of another one. */
  input: z.string().nullable(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  /** Where there were several. */
  attempts: z.array(StepAttempt).optional(),
  /** Of a dry run; null where the step was really done. */
  standIn: StandIn.nullable().optional(),
  /** Of a step that runs others: each time that these ran, as far as that is kept. */
  get runs(): z.ZodOptional<z.ZodArray<typeof TraceRun>> {
    return z.array(TraceRun).optional();
  },
  /** How many more times they ran. */
  moreRuns: z.number().int().optional(),
});
export type StepTrace = z.infer<typeof StepTrace>;

/** One time that steps inside of another one ran: for one item of a list, or as a called integration. */
export const TraceRun = z.object({
  /** Which time it was, counted from 0. */
  index: z.number().int(),
  /** For people, such as `item 3`. */
  title: z.string(),
  state: z.enum(['succeeded', 'failed']),
  startedMs: Milliseconds,
  durationMs: Milliseconds,
  get steps(): z.ZodArray<typeof StepTrace> {
    return z.array(StepTrace);
  },
});
export type TraceRun = z.infer<typeof TraceRun>;

export const Attempt = z.object({
  attempt: z.number().int(),
  startedAt: z.iso.datetime(),
  /** Null while it runs, and where it ended with the service, nobody knows when. */
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
  /** Whether values that its trigger hides may be masked in it. */
  isMasked: z.boolean().optional(),
  /** Its file is gone from the data folder, so that there is nothing to show. */
  isLost: z.boolean().optional(),
});
export type ShownBody = z.infer<typeof ShownBody>;

const Headers = z.array(z.tuple([z.string(), z.string()]));

const ShownAnswer = z.object({ status: z.number().int(), headers: Headers, body: ShownBody.nullable() });

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
    /** Why the body is not as its trigger declares; null where it is, or nobody looked. */
    bodyFinding: z.string().nullable(),
    body: ShownBody.nullable(),
  }),
  /** The workflow's answer. */
  response: ShownAnswer.nullable(),
  /** What Hookline itself told the caller: a problem, a 202, a time-out. Null where it was `response`, or is not kept. */
  answered: ShownAnswer.nullable(),
  steps: z.array(StepTrace),
  attempts: z.array(Attempt),
  /** How often the same request came again with its idempotency key. */
  repeats: z.number().int(),
  /** The calls that it was sent again as, the newest first. */
  replays: z.array(CallSummary.pick({ id: true, state: true, receivedAt: true })),
  timings: CallTimings,
  /** What was done to it in its lane. */
  events: z.array(LaneEvent),
});
export type CallDetail = z.infer<typeof CallDetail>;

/** Whether `next` is a later picture of the same call than `known`. */
export function isLater(next: CallSummary, known: CallSummary): boolean {
  if (next.attempt !== known.attempt) return next.attempt > known.attempt;
  const rank = (call: CallSummary) => (call.state === 'waiting' ? 0 : call.state === 'running' ? 1 : 2);
  return rank(next) === rank(known) ? next.answeredStatus !== null : rank(next) > rank(known);
}
