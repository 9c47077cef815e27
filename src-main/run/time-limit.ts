import { nowMs } from './pulse.ts';
import type { StepFailure } from './step-failure.ts';

/** A moment by which something must be done, and what is said when it is not. */
export interface TimeLimit {
  readonly untilMs: number;
  /** How long that was when it was set. */
  readonly ms: number;
  exceeded(): StepFailure;
}

/** A limit that begins now; where an outer one ends earlier, that one counts. */
export function timeLimit(ms: number, exceeded: () => StepFailure, outer?: TimeLimit): TimeLimit {
  const untilMs = nowMs() + ms;
  return outer !== undefined && outer.untilMs <= untilMs ? outer : { untilMs, ms, exceeded };
}

/** Milliseconds left, at least one. */
export const remainingMs = (limit: TimeLimit): number => Math.max(1, limit.untilMs - nowMs());
export const isOver = (limit: TimeLimit): boolean => nowMs() >= limit.untilMs;

/** `0.25 s`, `10 s`. */
export const secondsText = (ms: number): string => `${Number((ms / 1000).toFixed(3))} s`;
