// How long a lane is expected to take, from the mean of its last runs. A guess, and shown as one.
import type { LaneSummary } from '#shared/model/lane.ts';

interface Pace extends Pick<LaneSummary, 'concurrency' | 'running' | 'meanRunMs'> {
  /** How long each running call has run, where it is known. */
  readonly runningForMs?: readonly number[];
}

/** When the call at this place will start (1 is the next), in milliseconds from now; null before the first run. */
export function startsInMs(place: number, { runningForMs = [], ...lane }: Pace): number | null {
  const { concurrency, running, meanRunMs } = lane;
  if (meanRunMs === null) return null;
  // A call starts when as many others have ended as stand before it without a slot of their own.
  const toEnd = Math.max(0, place - (concurrency - running));
  return toEnd === 0 ? 0 : (toEnd * meanRunMs + lateMs(runningForMs, meanRunMs)) / concurrency;
}

/** When nothing waits or runs any more. */
export function emptyInMs({
  runningForMs = [],
  ...lane
}: Pace & Pick<LaneSummary, 'waiting'>): number | null {
  const { concurrency, running, waiting, meanRunMs } = lane;
  if (waiting + running === 0) return 0;
  if (meanRunMs === null) return null;
  const workMs = (waiting + running) * meanRunMs + lateMs(runningForMs, meanRunMs);
  return Math.max(workMs / concurrency, ...runningForMs);
}

/** A call that runs longer than the mean is taken to need as long again as it has run. */
const lateMs = (runningForMs: readonly number[], meanRunMs: number): number =>
  runningForMs.reduce((sum, ms) => sum + Math.max(0, ms - meanRunMs), 0);
