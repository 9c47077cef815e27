import { expect, test } from 'vitest';
import { createUnwritten } from '#main/notify/unwritten.ts';

const minute = 60_000;

test('refused calls that nobody wrote down are counted in the time in which they came', () => {
  let total = 50;
  const unwritten = createUnwritten(() => total);
  const within = (minutes: number, nowMs: number) => unwritten.since(nowMs - minutes * minute, nowMs);
  expect(within(10, 0)).toBe(0);
  total = 350;
  expect(within(10, 5 * minute)).toBe(300);
  total = 1_050;
  expect(within(10, 12 * minute)).toBe(1_000);
  // Those of the first five minutes are too long ago by now.
  expect(within(10, 16 * minute)).toBe(700);
  expect(within(10, 30 * minute)).toBe(0);
});
