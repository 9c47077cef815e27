import { expect, test } from 'vitest';
import { columnNames, columnsWithin, usualColumns, withValues } from '#renderer/call-log/log-columns.ts';
import { summary } from './summary.ts';

const everything = ['key', 'lane', 'place'] as const;

test('a column that no call has a value for stands nowhere, and what it would take is for the others', () => {
  const calls = [summary(1, { keyLabel: null }), summary(2, { keyLabel: null })];
  const said = withValues([], calls);
  expect(said).toEqual(['lane']);
  expect(columnsWithin(usualColumns, { said, widthPx: 2000 })).toEqual([
    'time',
    'integration',
    'method',
    'state',
    'wait',
    'run',
    'total',
    'answered',
  ]);
});

test('among the calls of one integration it is not named in each row, unless nothing else is shown', () => {
  const within = { said: everything, widthPx: 2000, ofOne: true };
  expect(columnsWithin(usualColumns, within)).not.toContain('integration');
  expect(columnsWithin(['integration'], within)).toEqual(['integration']);
});

test('a place is shown from the first call that waits on, also when that has run', () => {
  const waiting = withValues([], [summary(1, { state: 'waiting' })]);
  expect(waiting).toContain('place');
  expect(withValues(waiting, [summary(1)])).toBe(waiting);
  expect(withValues([], [summary(1, { state: 'running' })])).not.toContain('place');
});

test('on a phone the time, the integration, the state and the answer stay', () => {
  expect(columnsWithin(columnNames, { said: everything, widthPx: 408 })).toEqual([
    'time',
    'integration',
    'state',
    'answered',
  ]);
});

test('the more room there is, the more columns are shown', () => {
  const counts = [300, 500, 700, 900, 1100, 1500].map(
    (widthPx) => columnsWithin(columnNames, { said: everything, widthPx }).length,
  );
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
  expect(counts.at(-1)).toBe(columnNames.length);
});
