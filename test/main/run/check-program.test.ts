import { expect, test } from 'vitest';
import { checkProgram } from '#main/run/check-program.ts';
import { IntegrationDraft } from '#shared/model/integration.ts';
import { pathText } from '#shared/path.ts';
import { draft } from '#test/support/runtime.ts';

const said = (...of: Parameters<typeof draft>): string[] =>
  checkProgram(IntegrationDraft.parse(draft(...of))).map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );

/** What is said of the second of two steps; the first is named `send`. */
const second = (step: object): string[] => {
  const send = { name: 'send', kind: 'httpRequest', url: 'http://127.0.0.1:9/' };
  return said('Orders', {}, { workflow: [send, { name: 'next', ...step }] as never });
};
const when = (expression: string) => second({ kind: 'delay', seconds: 1, when: expression });

const ofStep = 'there are query, headers, body, bodyError, call, input and steps.';

test('a name that is none of those an expression sees is a fault of its field', () => {
  expect(when('bodi.id = 5')).toEqual([`workflow[1].when: There is no bodi here; ${ofStep}`]);
  expect(second({ kind: 'transform', expression: '{ "id": bdy.id }' })).toEqual([
    `workflow[1].expression: There is no bdy here; ${ofStep}`,
  ]);
  expect(second({ kind: 'respond', body: { id: { from: 'inputs.id' }, text: 'for {{ custmer }}' } })).toEqual(
    [
      `workflow[1].body.id: There is no inputs here; ${ofStep}`,
      `workflow[1].body.text: There is no custmer here; ${ofStep}`,
    ],
  );
});

test('before the workflow there are neither an input nor steps', () => {
  const ofCall = 'there are query, headers, body, bodyError and call.';
  expect(said('Orders', { orderedDelivery: { by: 'bodi.customerId' } })).toEqual([
    `trigger.orderedDelivery.by: There is no bodi here; ${ofCall}`,
  ]);
  expect(said('Orders', {}, { dataProcessing: '{ "a": steps.send.body }' })).toEqual([
    `dataProcessing: There is no steps here; ${ofCall}`,
  ]);
});

test('a step that no earlier one is named is a fault', () => {
  expect(when('steps.tpyo.status = 200')).toEqual([
    'workflow[1].when: No step before this one is named tpyo; there are send.',
  ]);
  expect(when('steps.next')).toEqual([
    'workflow[1].when: No step before this one is named next; there are send.',
  ]);
  const first = { name: 'first', kind: 'delay' as const, seconds: 1, when: 'steps.later' };
  expect(said('Orders', {}, { workflow: [first, { name: 'later', kind: 'delay', seconds: 1 }] })).toEqual([
    'workflow[0].when: No step before this one is named later; it is the first.',
  ]);
});

test.each([
  'bodi',
  '$.bodi.id',
  '$$.bodi',
  '$map(body.items, function($item) { $item.price * facter })',
  'body.items[price > $$.limit]',
  '(body; bodi)',
  'body ? bodi : query',
  '[body, bodi]',
  '-bodi',
  '$total := bodi',
  '`bodi`.id',
  '$sum(bodi.items.price)',
  '"x" & bodi',
  'bodi ~> $string',
])('wherever it stands, a name that means nothing is found: %s', (expression) => {
  expect(when(expression)).toHaveLength(1);
});

test.each([
  'steps.send.status = 200 and input.id',
  'steps.`send`.body.anything.else',
  'body.items[price > 5 and name = "x"].{ "n": name, "p": price }',
  'body.items^(>price).name',
  'body.items{ category: $sum(price) }',
  'body.items.$map(parts, function($part) { $part.size })',
  'body.items@$item.$item.name',
  'body.items#$at.{ "at": $at, "name": name }',
  'body ~> |items|{ "price": price * 2 }|',
  '$map(body.items, function($item, $at) { $item.price * input.factor })',
  'body.order.lines.(quantity * %.discount)',
  '$lookup(steps, "tpyo")',
  'steps.*.status',
  'steps[0]',
  '$.body.id',
  '$$.query.warehouse',
  '*.id',
  '**.id',
  'true and false or null',
  '($total := $sum(body.items.price); $total > 5)',
  '$now()',
  'headers."x-request-id"',
  'call.keyLabel in ["ERP", "WMS"]',
  'env.ANYTHING',
  'bodyError',
])('what may mean something is left alone: %s', (expression) => {
  expect(when(expression)).toEqual([]);
});
