import type { Rectangle } from 'electron';
import type { WindowPlace } from './desktop-file.ts';

export const leastSize = { width: 480, height: 480 };
const usualSize = { width: 1280, height: 800 };
/** As much of a title bar as a person can take hold of. */
const handle = { width: 100, height: 40 };

/**
 * Where a window opens: where it was, as far as a display of today shows it; else in the middle of the first one.
 * `areas`: what the displays leave free for windows, the main one first.
 */
export function placeWindow(
  areas: readonly Rectangle[],
  last: WindowPlace | null,
): Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'> {
  const wished = last ?? { ...usualSize, x: 0, y: 0 };
  const home = areas.find((area) => last !== null && showsHandle(area, last));
  const within = home ?? areas[0];
  const fit = (length: number, least: number, most: number | undefined) =>
    Math.max(least, Math.min(length, most ?? length));
  const size = {
    width: fit(wished.width, leastSize.width, within?.width),
    height: fit(wished.height, leastSize.height, within?.height),
  };
  if (home === undefined) return size;
  return { ...size, x: wished.x, y: Math.max(wished.y, home.y) };
}

/** Whether the top of the window can be got hold of there. */
function showsHandle(area: Rectangle, { x, y, width }: WindowPlace): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= handle.width && y >= area.y - 1 && y + handle.height <= area.y + area.height;
}
