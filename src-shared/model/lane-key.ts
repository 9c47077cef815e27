/**
 * The suffix that names a lane within its integration: empty where there is one lane, '#' and the value of the
 * expression where ordered by a key, '*' for all of them.
 */
export const laneKeyOf = (key: string): string => `#${key}`;
export const keyOf = (laneKey: string | null): string | null =>
  laneKey?.startsWith('#') === true ? laneKey.slice(1) : null;

/** The key in the lane of a call, `code/name#key`; null where it has none (yet). */
export function keyInLane(lane: string): string | null {
  const at = lane.indexOf('#');
  return at === -1 ? null : lane.slice(at + 1);
}
