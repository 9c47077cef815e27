import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limitRepeats } from '#main/limit-repeats.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('of a failure that comes again and again five lines are written within ten seconds, and how many were left out', () => {
  const lines: string[] = [];
  const write = (what: string, fields = {}) => lines.push(`${what} ${JSON.stringify(fields)}`);
  const log = limitRepeats({ debug: write, info: write, error: write });
  for (let at = 1; at <= 1_000; at++) log.error('no file', { at });
  for (let at = 1; at <= 6; at++) log.info('a start', { at });
  log.error('another', {});
  expect(lines).toEqual([
    ...[1, 2, 3, 4, 5].map((at) => `no file {"at":${at}}`),
    ...[1, 2, 3, 4, 5, 6].map((at) => `a start {"at":${at}}`),
    'another {}',
  ]);

  lines.length = 0;
  vi.advanceTimersByTime(10_000);
  expect(lines).toEqual(['no file {"leftOut":995,"withinSeconds":10}']);
  log.error('no file', { at: 'last' });
  vi.advanceTimersByTime(60_000);
  expect(lines.slice(1)).toEqual(['no file {"at":"last"}']);
});
