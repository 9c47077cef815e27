import { expect, test } from 'vitest';
import { whatSavingChanged } from '#renderer/app/what-saving-changed.ts';
import { BrokenJson } from '#renderer/ui/broken-json.ts';

const sent = {
  name: 'a',
  keys: [{ label: 'ERP', key: 'hk_1' }],
  steps: [
    { kind: 'delay', name: 'wait' },
    { kind: 'fail', name: 'end' },
  ],
};
const saved = {
  name: 'a',
  keys: [{ label: 'ERP', id: '1' }],
  steps: [
    { kind: 'delay', name: 'wait', seconds: 1 },
    { kind: 'fail', name: 'end', status: 500 },
  ],
};
const [wait, end] = sent.steps;

test('what a save filled in is taken over field by field', () => {
  expect(whatSavingChanged(sent, sent, saved)).toEqual([
    ['keys.0.key', undefined],
    ['keys.0.id', '1'],
    ['steps.0.seconds', 1],
    ['steps.1.status', 500],
  ]);
  expect(whatSavingChanged(saved, saved, saved)).toEqual([]);
});

test.each([
  ['a field', { ...sent, name: 'ab' }],
  ['a row', { ...sent, steps: [{ ...wait, when: 'body.a' }, end] }],
  ['a row that is added', { ...sent, steps: [...sent.steps, { kind: 'respond' }] }],
  ['JSON that is not whole yet', { ...sent, name: new BrokenJson('{', 'it ends') }],
])('%s that was typed meanwhile stays, and the rest is taken over', (_what, now) => {
  expect(whatSavingChanged(now, sent, saved)).toEqual([
    ['keys.0.key', undefined],
    ['keys.0.id', '1'],
    ['steps.0.seconds', 1],
    ['steps.1.status', 500],
  ]);
});

test('rows that were moved or taken out meanwhile take over what became of them where they stand now', () => {
  const keys = saved.keys;
  const changed = (steps: readonly unknown[]) =>
    whatSavingChanged({ name: 'a', keys, steps }, { ...sent, keys }, saved);
  expect(changed([end, wait])).toEqual([
    ['steps.0.status', 500],
    ['steps.1.seconds', 1],
  ]);
  expect(changed([end])).toEqual([['steps.0.status', 500]]);
  expect(changed([{ ...end, when: 'body.a' }])).toEqual([]);
});

test('a kind that was chosen meanwhile takes over nothing of the one that was saved', () => {
  const changed = whatSavingChanged(
    { way: { kind: 'basic' } },
    { way: { kind: 'none' } },
    {
      way: { kind: 'none', strict: true },
    },
  );
  expect(changed).toEqual([]);
});
