import type { RunningCall } from '#shared/model/lane.ts';

/** How long each call has run until now. */
export const runTimes = (running: readonly RunningCall[], nowMs: number): readonly number[] =>
  running.map(({ startedAt }) => Math.max(0, nowMs - Date.parse(startedAt)));
