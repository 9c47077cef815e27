import type { CallSummary } from '#shared/model/call.ts';
import type { LaneDetail } from '#shared/model/lane.ts';

/** How deep a lane is looked into; calls further behind are said to be so. */
export const placesKept = 200;

/** Where a call stands in its lane: `head` runs and all others wait for it. Empty where it is not known. */
export function placeOf(
  { id, integrationId, state, laneSequence }: CallSummary,
  lanes: ReadonlyMap<string, LaneDetail>,
): string {
  const lane = integrationId === null ? undefined : lanes.get(integrationId);
  if (!lane) return '';
  if (state === 'running') return lane.ordered ? 'head' : '';
  if (state !== 'waiting') return '';
  const place = lane.waitingCalls.find((call) => call.id === id)?.place;
  if (place !== undefined) return String(place);
  const last = lane.waitingCalls.at(-1);
  const isBehind = last !== undefined && laneSequence !== null && laneSequence > last.laneSequence;
  return isBehind && lane.waiting > last.place ? `> ${last.place}` : '';
}
