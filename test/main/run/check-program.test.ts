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
  '"bodi".id',
  '(bodi)[price > 3]',
  '(body.items)[price > $$.limit]',
  'bodi@$item.$item.name',
  '$filter(bodi, function($i) { true })[price > 3]',
  '{ "a": bodi }[a = 1]',
  '(body.items)^(price, $$.bodi)',
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

test.each([
  // Filters, on each kind of node.
  '(body.items)[price > 3]',
  '(body.items)[price > 3][0][size = 1]',
  '(body.items)[price > 3].name',
  '$distinct(body.items)[price > 3]',
  '$distinct(body.items)[price > 3].parts[size > 1]',
  '$filter(body.items, function($i) { true })[price > 3]',
  '($x := body.items; $x[price > 3])',
  '($x := body.items; $x[price > 3].name)',
  '($x := body.items)[price > 3]',
  '$lookup(body, "items")[price > 1]',
  '[{ "a": 1 }][a = 1]',
  '{ "a": 1 }[a = 1]',
  '"x"[length = 1]',
  '1[length = 1]',
  '(body ? body.items : input)[price > 3]',
  '(body.items ~> $distinct)[price > 3]',
  '(body.items ~> |$|{ "price": price + 1 }|)[price > 3]',
  '(body.items & "x")[price > 3]',
  '(-$count(body.items))[price > 3]',
  'function($i) { $i }(body.items)[price > 3]',
  '$[price > 3]',
  '$$[price > 3]',
  '*[price > 3]',
  '**[price > 3]',
  'body.*[price > 3]',
  'body.**[price > 3]',
  'body.items[parts[size > 1]]',
  '(body.items)[$count(parts[size > 1]) > 1]',
  '(body.items)[$exists(function() { price })]',
  '(body.items)[[price, size][0] = 1]',
  '(body.items)[{ "p": price }.p = 1]',
  '(body.items)[price > 3 ? size : width]',
  '(body.items)[$.price > 3]',
  '$distinct(body.items)[][price > 3]',
  '`body`.items[price > 3]',
  '"body".items[price > 3]',
  // Groups.
  '(body.items){ category: $sum(price) }',
  '$distinct(body.items){ category: $sum(price) }',
  '($x := body.items; $x{ category: $sum(price) })',
  '$distinct(body.items)[price > 3]{ category: $sum(price) }',
  '$$.body.items{ category: $sum(price) }',
  // Orders.
  '(body.items)^(price, >name)',
  '$distinct(body.items)^(<price)',
  '($x := body.items; $x^(price))',
  '$distinct(body.items)[price > 3]^(price)[size = 1].name',
  '$^(price)',
  '[body.items]^(price)',
  // Variables bound to what was found, and to where it stood.
  '(body.items)#$i[price > 3]',
  '$distinct(body.items)#$i[$i > 3 and price > 3].{ "i": $i, "p": price }',
  '($x := body.items; $x#$i[price > $i])',
  '(body.items)@$item.{ "name": name, "p": $item.price }',
  'body.items@$item.orders@$order[$order.id = $item.id].{ "i": $item.id, "o": $order.id }',
  'body.items[price > 3]#$i.name',
  // Parents.
  'body.orders.items[%.kind = "x"]',
  'body.orders.items.{ "of": %.id, "price": price }',
  'body.orders.items^(%.kind, price)',
  '(body.orders).items.(%.id)',
  // Transformations.
  'body ~> |items[price > 3]|{ "price": price * 2 }, ["size"]|',
  '(body ~> |items|{ "price": price }|).items[price > 3]',
  '$map(body.items, |parts|{ "size": size }|)',
  '|items|{ "price": price }|(body)',
  // Chains and functions.
  'body.items ~> $filter(function($i) { $i.price > 3 }) ~> $map(function($i) { $i[price > 3].name })',
  'body.items ~> $sort(function($l, $r) { $l.price > $r.price })',
  '($f := $map(?, function($i) { $i.price }); $f(body.items))',
  '($f := function($x, $y)<xx:x> { $x[price > 3].($y & name) }; $f(body, "x"))',
  'body.items.(function($i) { $i & name })(price)',
  '$reduce(body.items, function($sum, $i) { $sum + $i.price }, 0)',
  'body.items.$map(parts, $f)',
  // What follows in a path.
  '(body.items).{ "n": name, "p": [price] }',
  '(body.items).[name, price]',
  '$distinct(body.items).(price > 3 ? name : size)',
  '{ "a": { "b": 1 } }.a.b',
  '[{ "a": 1 }].a',
  '[1..3].{ "a": b }',
  '(body; input).price',
  '(body.items ~> $distinct).price',
  '$eval("price", body).price',
  'function() { body }().price',
  '/a/.price',
  'body.items.`and`.`or`.in',
])('a legal expression of any shape is left alone: %s', (expression) => {
  expect(when(expression)).toEqual([]);
});
