import { expect, test } from 'vitest';
import { firstOptions } from '#renderer/ui/first-options.ts';

const options = Array.from({ length: 2_000 }, (_, at) => ({ value: String(at), label: `Name ${at}` }));
const labels = (search: string) =>
  firstOptions({ options, search, limit: Infinity }).map((option) => ('label' in option ? option.label : ''));

test('of many options the first are drawn, and the last one says how many more there are', () => {
  expect([labels('').length, labels('').at(-1)]).toEqual([61, '1\u202f940 more: type']);
  expect(labels('name 199')).toEqual(['Name 199', ...Array.from({ length: 10 }, (_, at) => `Name 199${at}`)]);
});
