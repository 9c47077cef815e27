import { expect, test } from 'vitest';
import { formatDateTime } from '#renderer/ui/format.ts';
import { CallFilter } from '#shared/model/call-filter.ts';
import {
  askedOf,
  chipsOf,
  isNarrowed,
  noFilter,
  openedIn,
  readFilter,
  writeFilter,
  writeView,
} from '#renderer/call-log/filter.ts';

const narrow = {
  text: 'order 7 & more',
  integration: 't37ed/ItemPrice',
  states: ['failed', 'refused'] as const,
  keyLabel: 'Web shop',
  method: 'POST',
  status: '5xx',
  problem: 'step_failed',
  lane: 't37ed/ItemPrice#7',
  longerThanMs: 250,
  span: '1h' as const,
  since: null,
  until: null,
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
    status: '5xx',
    problem: 'step_failed',
    lane: 't37ed/ItemPrice#7',
    longerThanMs: 250,
    since: '2026-11-25T12:00:00.000Z',
  });
  expect(askedOf(noFilter, 0)).toEqual({});
});

test('each part of a filter is a chip, and without it the rest stays', () => {
  const chips = chipsOf({ ...narrow, since: '2026-11-25T12:00:00.000Z' });
  expect(chips.map(({ text }) => text).slice(0, 9)).toEqual([
    'text: order 7 & more',
    't37ed/ItemPrice',
    'failed or refused',
    'key: Web shop',
    'POST',
    'answered 5xx',
    'problem: step_failed',
    'lane: t37ed/ItemPrice#7',
    'longer than 250 ms',
  ]);
  expect(chipsOf(narrow, '2026-11-25T12:00:00.000Z').at(-1)?.text).toBe(
    `last hour, from ${formatDateTime('2026-11-25T12:00:00.000Z')}`,
  );
  expect(chipsOf(narrow).find(({ text }) => text === 'POST')?.without).toEqual({ ...narrow, method: null });
  expect(chipsOf(noFilter)).toEqual([]);
});

test('an address names the call that is open beside the list, and the filter is the same with it', () => {
  const view = writeView(narrow, 'c-7');
  expect([openedIn(view), openedIn(writeFilter(narrow))]).toEqual(['c-7', null]);
  expect(readFilter(view)).toEqual(narrow);
});
