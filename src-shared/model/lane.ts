import { z } from 'zod';

const LaneCall = z.object({
  id: z.uuid(),
  sequence: z.number().int(),
  laneSequence: z.number().int(),
  method: z.string(),
  keyLabel: z.string().nullable(),
  receivedAt: z.iso.datetime(),
});

export const WaitingCall = LaneCall.extend({
  /** 1 is the next to start. */
  place: z.number().int(),
});
export type WaitingCall = z.infer<typeof WaitingCall>;

export const RunningCall = LaneCall.extend({ startedAt: z.iso.datetime(), attempt: z.number().int() });
export type RunningCall = z.infer<typeof RunningCall>;

/** The queue of one integration, as the screens show it. */
export const LaneSummary = z.object({
  /** `code/name`. */
  lane: z.string(),
  integrationId: z.uuid(),
  integration: z.string(),
  /** A switched off integration starts nothing: its calls keep waiting. */
  enabled: z.boolean(),
  ordered: z.boolean(),
  concurrency: z.number().int(),
  running: z.number().int(),
  waiting: z.number().int(),
  /** When the oldest waiting call was received. */
  oldestWaitingAt: z.iso.datetime().nullable(),
  /** Executions that ended within the last minute. */
  finishedLastMinute: z.number().int(),
  /** The mean run of the last executions; null before the first. */
  meanRunMs: z.number().nullable(),
});
export type LaneSummary = z.infer<typeof LaneSummary>;

export const LaneDetail = LaneSummary.extend({
  runningCalls: z.array(RunningCall),
  /** In order; at most as many as were asked for. */
  waitingCalls: z.array(WaitingCall),
});
export type LaneDetail = z.infer<typeof LaneDetail>;
