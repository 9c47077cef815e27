import { expect, test } from 'vitest';
import { emptyInMs, startsInMs } from '#renderer/lanes/expected.ts';

test('in an ordered lane each waiting call waits for those before it and the running one', () => {
  const lane = { concurrency: 1, running: 1, meanRunMs: 100 };
  expect([1, 2, 3].map((place) => startsInMs(place, lane))).toEqual([100, 200, 300]);
});

test('side by side, a free slot is taken at once and the others share the wait', () => {
  const lane = { concurrency: 4, running: 2, meanRunMs: 100 };
  expect([1, 2, 3, 6].map((place) => startsInMs(place, lane))).toEqual([0, 0, 25, 100]);
});

test('before the first run nothing is expected', () => {
  expect(startsInMs(1, { concurrency: 1, running: 1, meanRunMs: null })).toBeNull();
  expect(emptyInMs({ concurrency: 1, running: 1, waiting: 3, meanRunMs: null })).toBeNull();
});

test('a lane is empty when all that runs and waits is done', () => {
  expect(emptyInMs({ concurrency: 2, running: 2, waiting: 4, meanRunMs: 100 })).toBe(300);
  expect(emptyInMs({ concurrency: 2, running: 0, waiting: 0, meanRunMs: null })).toBe(0);
});

test('a call that runs longer than the mean is expected to go on as long as it has run', () => {
  const lane = { concurrency: 1, running: 1, meanRunMs: 100, runningForMs: [1300] };
  expect(emptyInMs({ ...lane, waiting: 0 })).toBe(1300);
  expect(emptyInMs({ ...lane, waiting: 2 })).toBe(1500);
  expect([1, 2].map((place) => startsInMs(place, lane))).toEqual([1300, 1400]);
});

test('a call within the mean changes nothing, and a late one of many is waited for', () => {
  expect(emptyInMs({ concurrency: 1, running: 1, waiting: 1, meanRunMs: 100, runningForMs: [60] })).toBe(200);
  expect(emptyInMs({ concurrency: 4, running: 1, waiting: 0, meanRunMs: 100, runningForMs: [900] })).toBe(
    900,
  );
  expect(startsInMs(1, { concurrency: 4, running: 1, meanRunMs: 100, runningForMs: [900] })).toBe(0);
});
