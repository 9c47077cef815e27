// How long a lane is expected to take, from the mean of its last runs. A guess, and shown as one.
import type { LaneSummary } from '#shared/model/lane.ts';

type Pace = Pick<LaneSummary, 'concurrency' | 'running' | 'meanRunMs'>;

/** When the call at this place will start (1 is the next), in milliseconds from now; null before the first run. */
export function startsInMs(place: number, { concurrency, running, meanRunMs }: Pace): number | null {
  if (meanRunMs === null) return null;
  // A call starts when as many others have ended as stand before it without a slot of their own.
  const toEnd = Math.max(0, place - (concurrency - running));
  return (toEnd * meanRunMs) / concurrency;
}

/** When nothing waits or runs any more. */
export function emptyInMs(lane: Pace & Pick<LaneSummary, 'waiting'>): number | null {
  if (lane.waiting + lane.running === 0) return 0;
  return lane.meanRunMs === null ? null : ((lane.waiting + lane.running) * lane.meanRunMs) / lane.concurrency;
}
