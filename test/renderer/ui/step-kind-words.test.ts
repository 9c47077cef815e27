import { expect, test } from 'vitest';
import { stepKindTitle } from '#renderer/ui/step-kind-words.ts';
import { stepKinds } from '#renderer/workflow/step-kinds.ts';

test('a kind of step is called everywhere as in the list that steps are added from', () => {
  expect(stepKinds.map(({ kind }) => stepKindTitle(kind))).toEqual(stepKinds.map(({ title }) => title));
  expect(stepKindTitle('httpRequest')).toBe('HTTP request');
  expect(stepKindTitle('ofALaterVersion')).toBe('ofALaterVersion');
});
