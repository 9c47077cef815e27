import { expect, test } from 'vitest';
import { isSameDraft } from '#renderer/app/same-draft.ts';

test('a field that was only shown is no change', () => {
  expect(isSameDraft({ name: 'a', when: undefined }, { name: 'a' })).toBe(true);
  expect(isSameDraft({ steps: [{ name: 'a' }] }, { steps: [{ name: 'a', when: undefined }] })).toBe(true);
});

test.each([
  [{ name: 'a' }, { name: 'b' }],
  [{ list: [1, 2] }, { list: [2, 1] }],
  [{ list: [1] }, { list: [1, 2] }],
  [{ list: [] }, { list: {} }],
  [{ wait: false }, { wait: { timeoutSeconds: 30 } }],
  [{ text: '' }, {}],
  [{ text: null }, {}],
])('%o and %o differ', (one, other) => {
  expect(isSameDraft(one, other)).toBe(false);
  expect(isSameDraft(other, one)).toBe(false);
});
