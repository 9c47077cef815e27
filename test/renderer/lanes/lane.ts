import type { LaneSummary, WaitingCall } from '#shared/model/lane.ts';

export const nowMs = Date.parse('2026-11-25T12:05:00.000Z');

/** An ordered lane that nothing is in; tests say what is different. */
export const lane = (differences: Partial<LaneSummary>): LaneSummary => ({
  lane: 't37ed/Orders',
  integrationId: '01998d5e-0000-7000-8000-00000000000a',
  integration: 'Orders',
  enabled: true,
  ordered: true,
  by: null,
  hold: null,
  heldKeys: 0,
  concurrency: 1,
  running: 0,
  runningSince: [],
  waiting: 0,
  head: null,
  oldestWaitingAt: null,
  finishedLastMinute: 0,
  meanRunMs: null,
  ...differences,
});

/** The next to start, that was not tried yet. */
export const waitingCall = (differences: Partial<WaitingCall>): WaitingCall => ({
  id: '01998d5e-0000-7000-8000-000000000001',
  sequence: 7,
  laneSequence: 3,
  method: 'POST',
  keyLabel: null,
  receivedAt: '2026-11-25T12:00:00.000Z',
  key: '',
  place: 1,
  attempt: 0,
  problem: null,
  nextAttemptAt: null,
  ...differences,
});
