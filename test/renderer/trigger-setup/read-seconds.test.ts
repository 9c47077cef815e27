import { expect, test } from 'vitest';
import { readSeconds, writeSeconds } from '#renderer/trigger-setup/read-seconds.ts';

test.each([
  ['1, 5, 30', [1, 5, 30]],
  ['1 5;30,', [1, 5, 30]],
  [' 0.5 ', [0.5]],
  ['', []],
  ['1, soon', [1, Number.NaN]],
  ['-1', [Number.NaN]],
  ['1e3', [Number.NaN]],
])('%j is read as %j', (text, seconds) => {
  expect(readSeconds(text)).toEqual(seconds);
});

test('what was read is written the same', () => {
  expect(readSeconds(writeSeconds([1, 5.5, 600]))).toEqual([1, 5.5, 600]);
});
