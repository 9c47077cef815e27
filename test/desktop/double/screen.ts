import { only } from './refuse.ts';

/** One display with a task bar at its bottom. */
const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  scaleFactor: 1,
};

export const screen = only('screen', {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
});
