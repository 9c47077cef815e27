import { expect, test } from 'vitest';
import { shortTime } from '#renderer/call-log/short-time.ts';

const noon = new Date(2026, 10, 25, 12, 4, 7, 412).toISOString();

test('a call of today has its time to the millisecond, one of another day its day too', () => {
  expect(shortTime(noon, '2026-11-25')).toBe('12:04:07.412');
  expect(shortTime(noon, '2026-11-26')).toBe('11-25 12:04:07');
});
