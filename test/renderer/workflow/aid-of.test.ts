import { expect, test } from 'vitest';
import type { Preview } from '#shared/model/preview.ts';
import { aidOf } from '#renderer/workflow/aid-of.ts';

const preview: Preview = {
  problem: null,
  values: [
    { path: ['workflow', 1, 'url'], value: '"http://a"' },
    { path: ['workflow', 1, 'headers'], value: '{"x-a":"1","content-type":"b"}' },
    { path: ['workflow', 1, 'body'], value: null },
    { path: ['workflow', 2, 'steps', 0, 'headers'], value: '{"x-a":"2"}' },
  ],
  faults: [
    { path: ['workflow', 1, 'when'], message: 'No.', place: { from: 0, to: 2 } },
    { path: ['workflow', 1, 'query', 'a'], message: 'Never.', place: { from: 1, to: 2 } },
  ],
  input: null,
  steps: [],
  sketch: {
    query: { sku: 'A1' },
    input: { n: 1 },
    steps: { ask: { body: 2 }, last: 3, inner: 4 },
    items: { each: { sku: 'A1' } },
  },
};
const workflow = [
  { name: 'ask' },
  { name: 'send' },
  { name: 'each', steps: [{ name: 'inner' }, { name: 'second' }] },
  { name: 'last' },
];
const aid = aidOf(preview, () => ({ parameters: ['warehouse', 'sku'], workflow }));

test('a field has what it gives, and a part of a record its part of that', () => {
  expect(aid.at('workflow.1.url')).toEqual({ value: '"http://a"', faults: [] });
  expect(aid.at('workflow.1.headers.content-type')).toEqual({ value: '"b"', faults: [] });
  expect(aid.at('workflow.1.headers.none').value).toBe(undefined);
  expect(aid.at('workflow.1.body').value).toBe(null);
  expect(aid.at('workflow.2.steps.0.headers.x-a').value).toBe('"2"');
  expect(aid.at('workflow.2.url')).toEqual({ value: undefined, faults: [] });
});

test('a fault of a part is one of the whole, but its place is known in the part only', () => {
  expect(aid.at('workflow.1.when').faults).toEqual([{ message: 'No.', place: { from: 0, to: 2 } }]);
  expect(aid.at('workflow.1.query').faults).toEqual([{ message: 'Never.', place: null }]);
  expect(aid.at('workflow.1.query.a').faults).toEqual([{ message: 'Never.', place: { from: 1, to: 2 } }]);
});

test('expressions see the sample, the declared parameters, and the steps before them', () => {
  expect(aid.sketchFor('dataProcessing')).toMatchObject({ query: { warehouse: null, sku: 'A1' } });
  expect(aid.sketchFor('dataProcessing')).not.toHaveProperty('steps');
  expect(aid.sketchFor('workflow.1.url')).toMatchObject({ input: { n: 1 }, steps: { ask: { body: 2 } } });
  expect(Object.keys(Reflect.get(aid.sketchFor('workflow.2.steps.1.url') as object, 'steps'))).toEqual([
    'ask',
    'send',
    'inner',
  ]);
});

test('expressions inside of a list see an item of it; the list itself, and what stands after it, do not', () => {
  expect(aid.sketchFor('workflow.2.steps.1.url')).toMatchObject({
    item: { sku: 'A1' },
    index: 0,
    steps: { inner: 4 },
  });
  for (const path of ['workflow.2.items', 'workflow.2.steps', 'workflow.3.url']) {
    expect(aid.sketchFor(path)).not.toHaveProperty('item');
  }
});
