import { expect, test } from 'vitest';
import { checkProgram } from '#main/run/check-program.ts';
import { IntegrationDraft } from '#shared/model/integration.ts';
import { pathText } from '#shared/path.ts';
import { draft } from '#test/support/runtime.ts';

const installed = {
  values: ['ERP_URL'],
  connections: { mail: 'smtp', stock: 'sqlite' },
  commands: ['/usr/bin/convert'],
  folders: ['/srv/out'],
} as const;

const said = (...of: Parameters<typeof draft>): string[] =>
  checkProgram(IntegrationDraft.parse(draft(...of)), installed).map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );

/** What is said of the second of two steps; the first is named `send`. */
const second = (step: object): string[] => {
  const send = { name: 'send', kind: 'httpRequest', url: 'http://127.0.0.1:9/' };
  return said('Orders', {}, { workflow: [send, { name: 'next', ...step }] as never });
};
const when = (expression: string) => second({ kind: 'delay', seconds: 1, when: expression });

const ofStep = 'there are query, headers, body, bodyError, call, env, input and steps.';

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
  const ofCall = 'there are query, headers, body, bodyError, call and env.';
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
  'env.ERP_URL',
  '$lookup(env, query.which)',
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

test('a name that the environment does not have is a fault of its field', () => {
  expect(when('env.ERP_URI')).toEqual([
    'workflow[1].when: The environment has no ERP_URI; there are ERP_URL.',
  ]);
  expect(said('Orders', {}, { dataProcessing: 'env.`ERP PASSWORD`' })).toEqual([
    'dataProcessing: The environment has no ERP PASSWORD; there are ERP_URL.',
  ]);
});

test.each([
  ['post', 'There is no connection post; there are mail.'],
  ['stock', 'The connection stock is of the kind sqlite; this needs smtp.'],
  ['toString', 'There is no connection toString; there are mail.'],
])('a step that is to go over %s is at fault', (connection, message) => {
  const { trigger } = IntegrationDraft.parse(draft('Orders'));
  const step = (over: string) => ({ name: 'send', kind: 'email', connection: over }) as never;
  expect(checkProgram({ trigger, workflow: [step('mail'), step(connection)] }, installed)).toEqual([
    { path: ['workflow', 1, 'connection'], message, place: null },
  ]);
});

test.each([
  [{ kind: 'command', program: '/usr/bin/convert' }, []],
  [
    { kind: 'command', program: '/bin/sh' },
    [['program', 'Workflows may not run /bin/sh: an operator allows it in the settings (commands).']],
  ],
  [{ kind: 'writeFile', folder: '/srv/out/invoices', file: 'a', body: '' }, []],
  [
    { kind: 'writeFile', folder: '/srv/out/../secret', file: 'a', body: '' },
    [
      [
        'folder',
        'Workflows may not write to /srv/out/../secret: an operator allows it in the settings (folders).',
      ],
    ],
  ],
  [
    { kind: 'writeFile', folder: '/srv/outside', file: 'a', body: '' },
    [['folder', 'Workflows may not write to /srv/outside: an operator allows it in the settings (folders).']],
  ],
])('what the operator has not allowed is at fault: %j', (fields, faults) => {
  const { trigger } = IntegrationDraft.parse(draft('Orders'));
  const step = { name: 'do', ...fields } as never;
  expect(
    checkProgram({ trigger, workflow: [step] }, installed).map(({ path, message }) => [path.at(-1), message]),
  ).toEqual(faults);
});

test('the steps for each item of a list see item and index, what stands before them, and nothing of what follows', () => {
  const inside = (expression: string) =>
    second({
      kind: 'forEach',
      items: 'steps.send.body',
      steps: [
        { name: 'first', kind: 'transform', expression: 'item' },
        { name: 'last', kind: 'transform', expression },
      ],
    });
  expect(inside('[item, index, steps.send, steps.first]')).toEqual([]);
  expect(inside('steps.last')).toEqual([
    'workflow[1].steps[1].expression: No step before this one is named last; there are send and first.',
  ]);
  expect(inside('itm')).toEqual([
    `workflow[1].steps[1].expression: There is no itm here; ${ofStep.replace('input and steps', 'input, steps, item and index')}`,
  ]);
});

test('outside of them there is neither an item, nor what they gave', () => {
  const each = {
    name: 'each',
    kind: 'forEach',
    items: 'body',
    steps: [{ name: 'in', kind: 'delay', seconds: 1 }],
  };
  const after = (expression: string) =>
    said('Orders', {}, { workflow: [each, { name: 'after', kind: 'transform', expression }] as never });
  expect(after('steps.each')).toEqual([]);
  expect(after('steps.in')).toEqual([
    'workflow[1].expression: No step before this one is named in; there are each.',
  ]);
  expect(after('item')).toEqual([`workflow[1].expression: There is no item here; ${ofStep}`]);
  expect(second({ ...each, items: 'bodi.lines' })).toEqual([
    `workflow[1].items: There is no bodi here; ${ofStep}`,
  ]);
});

test('an expression of spaces is none', () => {
  expect(when('  ')).toEqual(['workflow[1].when: An expression is required.']);
  expect(second({ kind: 'transform', expression: ' ' })).toEqual([
    'workflow[1].expression: An expression is required.',
  ]);
  expect(said('Orders', { orderedDelivery: { by: ' ' } })).toEqual([
    'trigger.orderedDelivery.by: An expression is required.',
  ]);
});
