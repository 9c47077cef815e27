import { expect, test } from 'vitest';
import { barsOf, useInWords } from '#renderer/ui/keys/key-use-words.ts';

const nowMs = Date.parse('2026-11-26T12:00:00Z');
const use = {
  lastUsedAt: '2026-11-26T11:58:00.000Z',
  lastUsedFrom: '10.0.0.7',
  days: [
    { day: '2026-11-20', calls: 5 },
    { day: '2026-11-26', calls: 10 },
  ],
};

test('the use of a key is one sentence', () => {
  expect(useInWords(use, nowMs)).toBe('Last used 2 min ago from 10.0.0.7; 15 calls in 30 days.');
  expect(useInWords({ ...use, days: [] }, nowMs)).toBe(
    'Last used 2 min ago from 10.0.0.7; no calls in 30 days.',
  );
  expect(useInWords(undefined, nowMs)).toBe('Not used yet.');
});

test('a month has a bar for each day, today last, as high as its share of the most', () => {
  const bars = barsOf(use, nowMs);
  expect(bars).toHaveLength(30);
  expect(bars[0]).toMatchObject({ day: '2026-10-28', calls: 0, share: 0 });
  expect(bars.at(-7)).toMatchObject({ day: '2026-11-20', calls: 5, share: 0.5 });
  expect(bars.at(-1)).toMatchObject({ day: '2026-11-26', calls: 10, share: 1 });
});
