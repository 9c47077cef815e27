import { expect, test } from 'vitest';
import { CallFilter } from '#shared/model/call.ts';
import { askedOf, isNarrowed, noFilter, readFilter, writeFilter } from '#renderer/call-log/filter.ts';

const narrow = {
  text: 'order 7 & more',
  integration: 't37ed/ItemPrice',
  states: ['failed', 'refused'] as const,
  keyLabel: 'Web shop',
  method: 'POST',
  status: 500,
  span: '1h' as const,
};

test('a filter written into an address is read back as it was', () => {
  expect(readFilter(writeFilter(narrow))).toEqual(narrow);
  expect(readFilter('')).toEqual(noFilter);
  expect([isNarrowed(narrow), isNarrowed(noFilter)]).toEqual([true, false]);
});

test('an address with unknown values narrows nothing by them', () => {
  expect(readFilter('state=odd&time=century&status=abc&other=1')).toEqual(noFilter);
});

test('what is asked of the runtime is a filter it takes', () => {
  const asked = askedOf(narrow, Date.UTC(2026, 10, 25, 13));
  expect(CallFilter.parse(asked)).toEqual({
    text: 'order 7 & more',
    integration: 't37ed/ItemPrice',
    state: ['failed', 'refused'],
    keyLabel: 'Web shop',
    method: 'POST',
    status: 500,
    since: '2026-11-25T12:00:00.000Z',
  });
  expect(askedOf(noFilter, 0)).toEqual({});
});
