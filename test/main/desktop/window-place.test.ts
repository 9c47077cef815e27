import { expect, test } from 'vitest';
import { placeWindow } from '#main/desktop/window-place.ts';

const main = { x: 0, y: 25, width: 1920, height: 1015 };
const left = { x: -1280, y: 0, width: 1280, height: 720 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  x,
  y,
  width,
  height,
  isMaximized: false,
});

test.each([
  ['opens in the middle the first time', [main], null, { width: 1280, height: 800 }],
  [
    'is no larger than a small display',
    [{ ...main, width: 1024, height: 600 }],
    null,
    { width: 1024, height: 600 },
  ],
  ['opens where it was', [main], at(200, 100), { x: 200, y: 100, width: 1000, height: 700 }],
  [
    'opens on the second display where it was there',
    [main, left],
    at(-1200, 10),
    { x: -1200, y: 10, width: 1000, height: 700 },
  ],
  ['comes back from a display that is gone', [main], at(-1200, 10), { width: 1000, height: 700 }],
  ['comes back from beyond the edge', [main], at(1900, 100), { width: 1000, height: 700 }],
  [
    'comes back where its title bar would be above the screen',
    [main],
    at(200, -300),
    { width: 1000, height: 700 },
  ],
  [
    'comes back where its title bar would be below the screen',
    [main],
    at(200, 1030),
    { width: 1000, height: 700 },
  ],
  [
    'fits a display that has become smaller',
    [{ ...main, width: 800, height: 575 }],
    at(20, 40),
    { x: 20, y: 40, width: 800, height: 575 },
  ],
  ['opens all the same where no display is told', [], at(20, 40), { width: 1000, height: 700 }],
] as const)('a window %s', (_what, areas, last, expected) => {
  expect(placeWindow(areas, last)).toEqual(expected);
});
