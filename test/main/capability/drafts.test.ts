import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '#shared/contract/failure.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, type TestRuntime } from '#test/support/runtime.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';

let at: TestRuntime;
let peer: Peer;

beforeAll(async () => {
  at = await startRuntime(await newFolder());
  peer = await startPeer(() => ({ stock: 3 }));
});
afterAll(async () => {
  await at.stop();
  await peer.close();
  await dropFolder(at.folder);
});

const workflow = () => [
  { name: 'ask', kind: 'httpRequest' as const, url: `${peer.url}/{{ input.sku }}` },
  { name: 'answer', kind: 'respond' as const, status: 201, body: { from: 'steps.ask.body.stock' } },
];

async function capture(): Promise<string> {
  const { address } = await create(at, draft(`Stock${peer.received.length}`, {}, { workflow: workflow() }));
  const answer = await fetch(`${address}?sku=A1`, { method: 'POST', body: '{}' });
  const { callId } = (await answer.json()) as { callId: string };
  await ended(at.client, callId);
  return callId;
}

test('a draft that was never saved is run for a call of the log, and what is held back gives what it gave then', async () => {
  const callId = await capture();
  const sent = peer.received.length;
  const dryRun = await at.client.drafts.dryRun({
    draft: draft(
      'Unsaved',
      { queryParameters: [{ name: 'warehouse', default: 'MAIN' }] },
      { dataProcessing: '{ "sku": query.sku, "from": query.warehouse }', workflow: workflow() },
    ),
    sample: { callId },
  });
  expect(dryRun).toMatchObject({
    state: 'succeeded',
    problem: null,
    input: '{"sku":"A1","from":"MAIN"}',
    steps: [
      { name: 'ask', standIn: 'captured' },
      { name: 'answer', standIn: null },
    ],
    response: { status: 201, body: { data: '3' } },
  });
  expect(peer.received.length).toBe(sent);
});

test('a made-up request stands for a call', async () => {
  const dryRun = await at.client.drafts.dryRun({
    draft: draft('Unsaved', {}, { dataProcessing: '[call.method, query.a, body.b]' }),
    sample: {
      request: {
        method: 'PUT',
        query: 'a=1',
        headers: [['content-type', 'application/json']],
        body: '{"b":2}',
      },
    },
  });
  expect(dryRun).toMatchObject({ state: 'succeeded', input: '["PUT","1",2]' });
});

test('what is wrong with a draft or its sample is said, and where', async () => {
  const sample = { request: {} };
  const refused = async (
    of: Parameters<typeof draft>,
    by: Parameters<typeof at.client.drafts.dryRun>[0]['sample'],
  ) => at.client.drafts.dryRun({ draft: draft(...of), sample: by }).then(() => null, failureOf);
  expect(
    await refused(
      ['Broken', {}, { workflow: [{ name: 'a', kind: 'transform', expression: 'bodi.id' }] }],
      sample,
    ),
  ).toMatchObject({ code: 'input_invalid', issues: [{ path: ['draft', 'workflow', 0, 'expression'] }] });
  expect(
    await refused(['Lacks', { queryParameters: [{ name: 'sku', required: true }] }], sample),
  ).toMatchObject({ code: 'parameter_missing', detail: 'The query parameter sku is required.' });
  expect(await refused(['Gone'], { callId: '019b0000-0000-7000-8000-000000000000' })).toMatchObject({
    code: 'call_not_found',
  });
});

test('what was saved before nobody could mean it is tried out as it runs', async () => {
  const queryParameters = [{ name: 'warehouse', required: true, default: 'MAIN' }];
  const nowhere = {
    name: 'ask',
    kind: 'httpRequest' as const,
    url: 'http://127.0.0.1:9/',
    query: { '': 'x' },
  };
  const dryRun = await at.client.drafts.dryRun({
    draft: draft('Older', { queryParameters }, { workflow: [nowhere] }),
    sample: { request: { query: 'warehouse=WEST' } },
  });
  expect(dryRun).toMatchObject({ state: 'succeeded', steps: [{ name: 'ask' }] });
});

const request = {
  query: 'sku=A1',
  headers: [['content-type', 'application/json'] as [string, string]],
  body: '{"n":2}',
};
const text = (name: string, url: string) => ({ name, kind: 'httpRequest', url });

test('a preview says what each field with an expression gives, and goes on after a fault', async () => {
  const sent = peer.received.length;
  const found = await at.client.drafts.preview({
    draft: {
      dataProcessing: '{ "sku": query.sku }',
      workflow: [
        { name: 'half', kind: 'transform', expression: '$sum(' },
        { name: 'late', kind: 'transform', expression: 'body.n & $uppercase(1)' },
        {
          ...text('ask', 'http://{{ input.sku }}/{{ body.n + 1 }}'),
          when: 'body.n = 2',
          body: { n: { from: 'body.n' } },
        },
        { name: 'off', kind: 'transform', when: 'body.n = 3', expression: 'body.n' },
        { name: 'unfinished', kind: 'delay', seconds: 'x', when: '$exists(steps.ask)' },
        { name: 'code', kind: 'javascript', code: 'const a = 1;\nreturn a +;' },
        { name: 'last', kind: 'respond', status: 200, body: { from: 'steps.ask.body' } },
      ],
    },
    sample: { request },
    results: { ask: { body: [1, 2] } },
  });
  expect(found.problem).toBe(null);
  expect(found.values).toEqual([
    { path: ['dataProcessing'], value: '{"sku":"A1"}' },
    { path: ['workflow', 2, 'when'], value: 'true' },
    { path: ['workflow', 2, 'url'], value: '"http://A1/3"' },
    { path: ['workflow', 2, 'body'], value: '{"n":2}' },
    { path: ['workflow', 3, 'when'], value: 'false' },
    { path: ['workflow', 4, 'when'], value: 'true' },
    { path: ['workflow', 6, 'body'], value: '[1,2]' },
  ]);
  expect(found.faults).toEqual([
    { path: ['workflow', 0, 'expression'], message: expect.any(String), place: { from: 4, to: 5 } },
    {
      path: ['workflow', 1, 'expression'],
      message: 'Argument 1 of function "uppercase" does not match function signature (at character 20)',
      place: { from: 10, to: 19 },
    },
    {
      path: ['workflow', 5, 'code'],
      message: "Unexpected token ';'",
      place: { from: 23, to: 24 },
    },
  ]);
  expect(found.steps.map(({ name, state, standIn }) => [name, state, standIn])).toEqual([
    ['half', 'failed', null],
    ['late', 'failed', null],
    ['ask', 'succeeded', 'typed'],
    ['off', 'skipped', null],
    ['code', 'failed', null],
    ['last', 'succeeded', null],
  ]);
  expect(found.sketch).toMatchObject({ query: { sku: 'A1' }, body: { n: 2 }, steps: { ask: { body: [1] } } });
  expect(peer.received.length).toBe(sent);
});

test('a preview marks the place of what is wrong, in a text and after it too', async () => {
  const faultsOf = async (workflow: Record<string, unknown>[]) =>
    (await at.client.drafts.preview({ draft: { workflow }, sample: null })).faults.map(
      ({ path, message, place }) => [path.slice(2).join('.'), message, place],
    );
  expect(await faultsOf([text('a', 'http://{{ query.a }}/{{  bodi.id }}')])).toEqual([
    [
      'url',
      'There is no bodi here; there are query, headers, body, bodyError, call, env, input and steps.',
      { from: 25, to: 29 },
    ],
  ]);
  expect(await faultsOf([text('a', 'x'), text('b', '{{ steps.a.body & steps.none }}')])).toEqual([
    ['url', 'No step before this one is named none; there are a.', { from: 24, to: 28 }],
  ]);
});

test('a preview tells why its sample cannot be used, and reads expressions all the same', async () => {
  const found = await at.client.drafts.preview({
    draft: { queryParameters: [{ name: 'sku', required: true }], dataProcessing: 'query.' },
    sample: { request: {} },
  });
  expect(found).toMatchObject({
    problem: { code: 'parameter_missing' },
    values: [],
    faults: [{ path: ['dataProcessing'] }],
  });
});

test('a preview that takes too long ends, and calls beside it do not wait', async () => {
  const { address } = await create(
    at,
    draft('Beside', { requestResponse: { timeoutSeconds: 30 } }, { dataProcessing: '1' }),
  );
  const long = at.client.drafts.preview({
    draft: { dataProcessing: '($f := function($n) { $f($n + 1) }; $f(1))' },
    sample: { request: {} },
  });
  const answer = await fetch(address, { method: 'POST' });
  expect(await answer.json()).toBe(1);
  expect(await long).toMatchObject({
    faults: [{ path: ['dataProcessing'], message: expect.stringContaining('longer') }],
  });
});

test('a look at a draft reads XML as the workflow will: what is declared a list is one', async () => {
  const look = async (xmlLists: string[]) => {
    const { input } = await at.client.drafts.preview({
      draft: { xmlLists, dataProcessing: '$type(body.order.line)' },
      sample: {
        request: {
          method: 'POST',
          headers: [['content-type', 'application/xml']],
          body: '<order><line>a</line></order>',
        },
      },
    });
    return input;
  };
  expect([await look([]), await look(['line'])]).toEqual(['"string"', '"array"']);
});

const inside = [
  { name: 'send', kind: 'httpRequest', url: 'http://{{ item.sku }}/{{ index }}' },
  { name: 'got', kind: 'transform', expression: 'steps.send.body' },
  { name: 'wrong', kind: 'transform', expression: 'item.none.(' },
];
const each = { name: 'each', kind: 'forEach', items: 'body.lines', steps: inside };
const lines = { ...request, body: '{"lines":[{"sku":"A1"},{"sku":"B2"}]}' };

test('a preview says what the steps for each item give for the first one, and knows its names', async () => {
  const sent = peer.received.length;
  const found = await at.client.drafts.preview({
    draft: { workflow: [each] },
    sample: { request: lines },
    results: { send: { body: 5 } },
  });
  expect(found.values.slice(1)).toEqual([
    { path: ['workflow', 0, 'items'], value: '[{"sku":"A1"},{"sku":"B2"}]' },
    { path: ['workflow', 0, 'steps', 0, 'url'], value: '"http://A1/0"' },
    { path: ['workflow', 0, 'steps', 1, 'expression'], value: '5' },
  ]);
  expect(found.faults.map(({ path }) => path.join('.'))).toEqual(['workflow.0.steps.2.expression']);
  expect(found.sketch).toMatchObject({
    items: { each: { sku: 'A1' } },
    steps: { send: { body: 5 }, got: 5 },
  });
  expect(peer.received.length).toBe(sent);
});

test('a preview goes over the first twenty items of a list, and a dry run over all', async () => {
  const many = JSON.stringify(Array.from({ length: 100 }, (_one, at) => at));
  const sample = { request: { ...request, body: many } };
  const steps = [{ name: 'same', kind: 'transform' as const, expression: 'item' }];
  const workflow = [
    { name: 'each', kind: 'forEach' as const, items: 'body', steps },
    { name: 'count', kind: 'transform' as const, expression: '$count(steps.each)' },
  ];
  const found = await at.client.drafts.preview({ draft: { workflow }, sample });
  expect(found.values.at(-1)).toEqual({ path: ['workflow', 1, 'expression'], value: '20' });
  const dryRun = await at.client.drafts.dryRun({ draft: draft('Many', {}, { workflow }), sample });
  expect(dryRun.steps.at(-1)?.output).toBe('100');
});

test('a preview of a list without items knows no names, and finds what is wrong without them', async () => {
  const draftOf = (steps: object[]) => ({ workflow: [{ ...each, steps }] as Record<string, unknown>[] });
  const found = await at.client.drafts.preview({
    draft: draftOf([{ name: 'got', kind: 'transform', expression: 'itm' }]),
    sample: { request },
  });
  expect(found.values.slice(1)).toEqual([{ path: ['workflow', 0, 'items'], value: null }]);
  expect(found.faults).toMatchObject([{ path: ['workflow', 0, 'steps', 0, 'expression'] }]);
});

test('a preview names the integration that a step would call and that is not there', async () => {
  await create(at, draft('Price'));
  const call = (integration: string) => ({ name: `ask${integration}`, kind: 'call', integration });
  const { faults } = await at.client.drafts.preview({
    draft: { workflow: [call('Price'), { ...each, steps: [call('Pryce')] }, call('')] },
    sample: null,
  });
  expect(faults).toEqual([
    {
      path: ['workflow', 1, 'steps', 0, 'integration'],
      message: 'There is no integration Pryce.',
      place: null,
    },
  ]);
});

test('what a step gave for each item of a captured call stands in for it in a dry run', async () => {
  const steps = [{ name: 'send', kind: 'httpRequest' as const, url: `${peer.url}/{{ item }}` }];
  const workflow = [{ name: 'each', kind: 'forEach' as const, items: 'body', steps }];
  const { address } = await create(at, draft('Each', {}, { workflow }));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(address, { method: 'POST', headers, body: '["a","b"]' });
  const { callId } = (await answer.json()) as { callId: string };
  await ended(at.client, callId);
  const dryRun = await at.client.drafts.dryRun({
    draft: draft('Each', {}, { workflow }),
    sample: { callId },
  });
  const [trace] = dryRun.steps;
  expect(trace?.runs?.map((one) => one.steps[0]?.standIn)).toEqual(['captured', 'captured']);
  expect(JSON.parse(trace?.output ?? '')).toMatchObject([{ body: { stock: 3 } }, { body: { stock: 3 } }]);
});
