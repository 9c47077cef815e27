import { expect, test } from 'vitest';
import { markedRange, marksWithin, markText } from '#renderer/charts/time-marks.ts';

const texts = (range: readonly [number, number], height: number) =>
  marksWithin(range, height, 16).map(markText);

test('an axis of times goes from a round time below all to one above all', () => {
  expect(markedRange(0.4, 61_000)).toEqual([0.1, 600_000]);
  expect(markedRange(25, 40)).toEqual([10, 100]);
  expect(markedRange(10, 10)).toEqual([10, 100]);
  expect(markedRange(60_000, 60_000)).toEqual([60_000, 600_000]);
  expect(markedRange(1, 5_000_000_000)).toEqual([1, 5_000_000_000]);
});

test('its marks are round times, one a decade where there is room for that', () => {
  expect(texts([0.1, 600_000], 140)).toEqual([
    '0.1 ms',
    '1 ms',
    '10 ms',
    '100 ms',
    '1 s',
    '10 s',
    '1 min',
    '10 min',
  ]);
  expect(texts([10_000, 60_000], 100)).toEqual(['10 s', '1 min']);
});

test('marks that would stand too near each other are left out', () => {
  const range = [0.01, 36_000_000] as const;
  const kept = marksWithin(range, 100, 16);
  const perDecade = 100 / Math.log10(range[1] / range[0]);
  for (const [at, ms] of kept.slice(1).entries()) {
    expect(Math.log10(ms / kept[at]!) * perDecade).toBeGreaterThanOrEqual(16);
  }
  expect(kept.length).toBeGreaterThan(3);
});
