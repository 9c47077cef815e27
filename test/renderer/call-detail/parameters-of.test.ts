import { expect, test } from 'vitest';
import { parametersOf } from '#renderer/call-detail/parameters-of.ts';

test('parameters are shown as the workflow had them, defaults among them', () => {
  expect(parametersOf({ rawQuery: 'n=1', query: { n: 1, warehouse: 'MAIN', tags: ['a', 'b'] } })).toEqual([
    ['n', '1'],
    ['warehouse', 'MAIN'],
    ['tags', '["a","b"]'],
  ]);
});

test('those of a call that was refused before they were read are shown as they came', () => {
  expect(parametersOf({ rawQuery: 'item=A%20100&item=B', query: {} })).toEqual([
    ['item', 'A 100'],
    ['item', 'B'],
  ]);
  expect(parametersOf({ rawQuery: '', query: {} })).toEqual([]);
});
