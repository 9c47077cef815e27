import { describe, expect, test } from 'vitest';
import { formatAgo, formatBytes, formatCount, formatMs, formatNumberOf } from '#renderer/ui/format.ts';

describe('a duration is written in the unit that fits', () => {
  test.each([
    [null, '–'],
    [0, '0.0 ms'],
    [0.42, '0.4 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [41.4, '41 ms'],
    [999.6, '1.0 s'],
    [1234, '1.2 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [10_920_000, '3 h 2 min'],
  ])('%s ms as %s', (ms, text) => expect(formatMs(ms)).toBe(text));
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [16 * 1024 * 1024, '16 MiB'],
])('%s bytes are written %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test('long counts are parted by narrow spaces', () => {
  expect(formatCount(12_408)).toBe('12\u202f408');
  expect(formatCount(999)).toBe('999');
  expect(formatNumberOf(1, 'call')).toBe('one call');
  expect(formatNumberOf(1200, 'call')).toBe('1\u202f200 calls');
});

test('a time ahead of the reader’s clock is now', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  expect(formatAgo('2026-11-25T12:00:05Z', now)).toBe('0 s ago');
  expect(formatAgo('2026-11-25T11:58:00Z', now)).toBe('2 min ago');
  expect(formatAgo('2026-11-22T11:00:00Z', now)).toBe('3 d ago');
});
