import { z } from 'zod';

const LaneCall = z.object({
  id: z.uuid(),
  sequence: z.number().int(),
  laneSequence: z.number().int(),
  method: z.string(),
  keyLabel: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  /** Its lane's key, where ordered by one; null before that is known. */
  key: z.string().nullable(),
});

export const WaitingCall = LaneCall.extend({
  /** 1 is the next to start. */
  place: z.number().int(),
  /** How often it was started. */
  attempt: z.number().int(),
  /** Why its last attempt failed; null before the first. */
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** When it is tried again, where that has a time. */
  nextAttemptAt: z.iso.datetime().nullable(),
});
export type WaitingCall = z.infer<typeof WaitingCall>;

export const RunningCall = LaneCall.extend({ startedAt: z.iso.datetime(), attempt: z.number().int() });
export type RunningCall = z.infer<typeof RunningCall>;

/** A lane that does not move, or takes no more, since somebody, a failure or a missing secret stopped it. */
export const Hold = z.object({
  /** `hold`: nothing starts. `drain`: nothing more is accepted. */
  kind: z.enum(['hold', 'drain']),
  since: z.iso.datetime(),
  note: z.string(),
  /** The head whose failure stopped it; null where none did. */
  callId: z.uuid().nullable(),
  /** What ends it. `readable`: nobody can resume it, it goes on by itself when the secrets that it needs can be read. */
  until: z.enum(['resumed', 'readable']),
});
export type Hold = z.infer<typeof Hold>;

/** One lane of an integration that orders by a key. */
export const KeyLane = z.object({
  key: z.string(),
  running: z.number().int(),
  waiting: z.number().int(),
  hold: Hold.nullable(),
});
export type KeyLane = z.infer<typeof KeyLane>;

/** Something that was done to a lane. */
export const LaneEvent = z.object({
  at: z.iso.datetime(),
  action: z.enum(['hold', 'resume', 'retry', 'skip', 'cancel', 'drain', 'unkeyed']),
  key: z.string().nullable(),
  callId: z.uuid().nullable(),
  note: z.string(),
  /** Who did it, by the label of their token; null where a failure or the service did. */
  by: z.string().nullable(),
});
export type LaneEvent = z.infer<typeof LaneEvent>;

/** The queue of one integration, as the screens show it; all its lanes together where ordered by a key. */
export const LaneSummary = z.object({
  /** `code/name`. */
  lane: z.string(),
  integrationId: z.uuid(),
  integration: z.string(),
  /** A switched off integration starts nothing: its calls keep waiting. */
  enabled: z.boolean(),
  ordered: z.boolean(),
  /** The expression that gives each call its lane; null where there is one lane. */
  by: z.string().nullable(),
  /** The hold of the whole queue; those of single keys stand at their lanes. */
  hold: Hold.nullable(),
  /** How many lanes of single keys are held. */
  heldKeys: z.number().int(),
  concurrency: z.number().int(),
  running: z.number().int(),
  /** Since when each of them runs. */
  runningSince: z.array(z.iso.datetime()),
  waiting: z.number().int(),
  /** How the first of those that wait was tried; null where none waits. */
  head: WaitingCall.pick({ problem: true, nextAttemptAt: true }).nullable(),
  /** When the oldest waiting call was received. */
  oldestWaitingAt: z.iso.datetime().nullable(),
  /** Executions that ended within the last minute. */
  finishedLastMinute: z.number().int(),
  /** The mean run of the last executions; null before the first. */
  meanRunMs: z.number().nullable(),
});
export type LaneSummary = z.infer<typeof LaneSummary>;

export type LaneState = 'off' | 'held' | 'draining' | 'running' | 'waiting' | 'idle';

/** What a queue does now, in one word; whatever keeps it from starting calls goes before all else. */
export function stateOfLane({ enabled, hold, running, waiting }: LaneSummary): LaneState {
  if (!enabled) return 'off';
  if (hold !== null) return hold.kind === 'hold' ? 'held' : 'draining';
  if (running > 0) return 'running';
  return waiting > 0 ? 'waiting' : 'idle';
}

export const LaneDetail = LaneSummary.extend({
  runningCalls: z.array(RunningCall),
  /** In order; at most as many as were asked for. */
  waitingCalls: z.array(WaitingCall),
  /** Lanes of single keys with open calls or a hold: held ones first, then the longest. */
  keys: z.array(KeyLane),
});
export type LaneDetail = z.infer<typeof LaneDetail>;
