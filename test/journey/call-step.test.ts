// One integration calls another, in process.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

type Steps = NonNullable<IntegrationDraftInput['workflow']>;
type Trigger = Parameters<typeof draft>[1];

let at: TestRuntime;
let peer: Peer;
beforeEach(async () => {
  at = await startRuntime(await newFolder());
  peer = await startPeer(() => ({ stock: 7 }));
});
afterEach(async () => {
  await at.stop();
  await Promise.all([dropFolder(at.folder), peer.close()]);
  expect(at.errors).toEqual([]);
});

const make = async (
  name: string,
  workflow: Steps,
  trigger: Trigger = {},
  rest: Partial<IntegrationDraftInput> = {},
) => create(at, draft(name, { requestResponse: {}, ...trigger }, { ...rest, workflow }));

async function post(address: string, body: unknown) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const id = answer.headers.get('x-call-id') ?? '';
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown), id };
}

const call = (integration: string, more: object = {}): Steps[number] => ({
  name: 'ask',
  kind: 'call',
  integration,
  ...more,
});
const shape = (expression: string, name = 'shape'): Steps[number] => ({
  name,
  kind: 'transform',
  expression,
});
/** What a call came to, and why. */
async function problemOf(address: string, body: unknown = {}) {
  const { status, id } = await post(address, body);
  const { problem } = await at.client.calls.get({ id });
  return { status, ...problem };
}

describe('a step that calls another integration', () => {
  test('gives its result: of its data processing and its steps, for the body and the query it is sent', async () => {
    await make(
      'Price',
      [shape('{ "sku": input.sku, "price": input.n * 2, "in": query.currency, "id": call.id }')],
      { queryParameters: [{ name: 'currency', default: 'EUR' }] },
      { dataProcessing: '{ "sku": body.sku, "n": $number(query.n) }' },
    );
    const { address } = await make('Order', [
      call('Price', { body: { sku: { from: 'body.article' } }, query: { n: '{{ body.n }}' } }),
      shape('{ "told": steps.ask, "mine": call.id, "steps": $keys(steps) }'),
    ]);
    const { id, body } = await post(address, { article: 'A1', n: 21 });
    expect(body).toEqual({ told: { sku: 'A1', price: 42, in: 'EUR', id }, mine: id, steps: 'ask' });
  });

  test('is shown with the steps of the other, which leaves no call of its own and takes no turn in its lane', async () => {
    const { integration } = await make('Price', [shape('body.n * 2', 'double')], {
      orderedDelivery: { by: 'body.n' },
    });
    const { address } = await make('Order', [call(`${integration.code}/Price`, { body: { n: 4 } })]);
    const { id } = await post(address, {});
    const { steps } = await at.client.calls.get({ id });
    expect(steps).toMatchObject([
      {
        name: 'ask',
        kind: 'call',
        output: '8',
        runs: [
          {
            index: 0,
            title: `${integration.code}/Price`,
            steps: [{ name: 'double', state: 'succeeded', output: '8' }],
          },
        ],
      },
    ]);
    const { calls } = await at.client.calls.list({ limit: 10 });
    expect(calls.map(({ integration: name }) => name)).toEqual(['Order']);
  });

  test('runs the other as it is saved when it is called', async () => {
    const { integration } = await make('Price', [shape('1')]);
    const { address } = await make('Order', [call('Price')]);
    expect((await post(address, {})).body).toBe(1);
    const { id, version, code } = integration;
    await at.client.integrations.update({
      id,
      version,
      draft: { ...draft('Price', { requestResponse: {} }, { workflow: [shape('2')] }), code },
    });
    expect((await post(address, {})).body).toBe(2);
  });

  test('sees what the other answers as a result, and the caller sees it only where it is handed on', async () => {
    await make('Price', [{ name: 'answer', kind: 'respond', status: 404, body: { none: true } }]);
    const { address } = await make('Order', [call('Price'), shape('steps.ask.body')]);
    expect(await post(address, {})).toMatchObject({ status: 200, body: { none: true } });
  });

  test('fails as the other does, with the status that this chose, or goes on with its error', async () => {
    await make('Price', [{ name: 'stop', kind: 'fail', status: 422, message: 'No price' }]);
    const failing = await make('Order', [call('Price')]);
    const { integration, address } = failing;
    expect(await problemOf(address)).toEqual({
      status: 422,
      code: 'step_failed',
      text: expect.stringMatching(/^ask: \w{5}\/Price, stop: No price$/),
    });
    expect(integration.name).toBe('Order');
    const going = await make('Lenient', [call('Price', { onError: 'continue' }), shape('$keys(steps.ask)')]);
    expect((await post(going.address, {})).body).toBe('error');
  });

  test('may stand in the steps for each item of a list', async () => {
    await make('Double', [shape('body * 2')]);
    const { address } = await make('Order', [
      {
        name: 'each',
        kind: 'forEach',
        items: 'body',
        concurrency: 3,
        steps: [call('Double', { body: { from: 'item' } })],
      },
    ]);
    expect((await post(address, [1, 2, 3, 4, 5])).body).toEqual([2, 4, 6, 8, 10]);
  });

  test('has the time that both may take, and no more', async () => {
    await make('Slow', [{ name: 'rest', kind: 'delay', seconds: 30 }], {
      executionTimeoutSeconds: 1,
      requestResponse: false,
    });
    const { address } = await make('Order', [call('Slow')]);
    expect((await problemOf(address)).text).toMatch(
      /^ask: \w{5}\/Slow, rest: The called integration took longer than 1 s\.$/,
    );
    const hasty = await make('Hasty', [call('Slow', { timeoutSeconds: 0.2 })]);
    expect((await problemOf(hasty.address)).text).toMatch(/rest: It took longer than its limit of 0\.2 s\.$/);
  });

  test('shows nothing of what the other hides of its body', async () => {
    await make('Person', [shape('{ "seen": body.ssn }')], { hiddenBodyPaths: ['ssn'] });
    const { address } = await make('Order', [call('Person', { body: { ssn: '123-45-6789', n: 1 } })]);
    const { id, body } = await post(address, {});
    expect(body).toEqual({ seen: '123-45-6789' });
    const { steps } = await at.client.calls.get({ id });
    expect(JSON.stringify(steps)).not.toContain('123-45-6789');
    expect(steps[0]?.input).toContain('"n":1');
  });

  test.each([
    ['a failure of its own', { workflow: [{ name: 'no', kind: 'fail', message: 'No {{ body.ssn }}.' }] }],
    [
      'what its code failed with',
      { workflow: [{ name: 'no', kind: 'javascript', code: 'throw new Error(body.ssn)' }] },
    ],
    ['its data processing', { dataProcessing: '$error("No " & body.ssn)', workflow: [shape('1')] }],
  ] as const)('shows nothing of it in %s, at any attempt', async (_what, { workflow, ...rest }) => {
    await make('Person', [...workflow], { hiddenBodyPaths: ['ssn'] }, rest);
    const asks = call('Person', { body: { ssn: '123-45-6789' }, retry: { attempts: 2, waitSeconds: [0] } });
    const each: Steps[number] = {
      name: 'each',
      kind: 'forEach',
      onError: 'continue',
      items: '[1]',
      steps: [asks],
    };
    const { address } = await make('Order', [each, { ...asks, name: 'again' }]);
    const { id, body } = await post(address, {});
    const kept = JSON.stringify([body, await at.client.calls.get({ id })]);
    expect(kept).toContain('Person, ');
    expect(kept).not.toContain('123-45-6789');
  });
});

describe('a step that calls what cannot be called', () => {
  test('says that there is none of that name', async () => {
    const { address } = await make('Order', [call('Nobody')]);
    expect(await problemOf(address)).toEqual({
      status: 500,
      code: 'callee_missing',
      text: 'ask: There is no integration Nobody.',
    });
  });

  test('says which ones have that name', async () => {
    await make('Price', [], {}, { code: 'aaaaa' });
    await make('Price', [], {}, { code: 'bbbbb' });
    const { address } = await make('Order', [call('Price')]);
    expect(await problemOf(address)).toMatchObject({
      code: 'callee_missing',
      text: 'ask: Several integrations are named Price: aaaaa/Price and bbbbb/Price. Say which.',
    });
    const exact = await make('Exact', [call('bbbbb/Price', { body: 5 }), shape('steps.ask.body')]);
    expect((await post(exact.address, {})).body).toBe(5);
  });

  test('says that it is disabled', async () => {
    await make('Price', [], {}, { enabled: false });
    const { address } = await make('Order', [call('Price')]);
    expect(await problemOf(address)).toEqual({
      status: 500,
      code: 'callee_disabled',
      text: 'ask: The integration Price is disabled.',
    });
  });

  test('says which parameter is missing', async () => {
    await make('Price', [], { queryParameters: [{ name: 'sku', required: true }] });
    const { address } = await make('Order', [call('Price')]);
    expect(await problemOf(address)).toMatchObject({
      status: 500,
      code: 'step_failed',
      text: 'ask: Price: The query parameter sku is required.',
    });
  });

  test('F51: says that an integration would call itself, by whatever way', async () => {
    const { address } = await make('Loop', [call('Loop', { name: 'again' })]);
    expect(await problemOf(address)).toMatchObject({ status: 508, code: 'call_recursive' });

    await make('One', [call('Two')]);
    const two = await make('Two', [call('One', { retry: { attempts: 5, waitSeconds: [9] } })]);
    const { status, code, text } = await problemOf(two.address);
    expect({ status, code }).toEqual({ status: 508, code: 'call_recursive' });
    expect(text).toMatch(/^ask: \w{5}\/One, ask: \w{5}\/Two is being run for this call already: /);
  });

  test('says that the chain is too long', async () => {
    await make('Chain11', []);
    for (let n = 10; n >= 1; n--) await make(`Chain${n}`, [call(`Chain${n + 1}`)]);
    const { address } = await make('Chain0', [call('Chain1')]);
    expect(await problemOf(address)).toMatchObject({
      status: 508,
      code: 'loop_detected',
      text: expect.stringContaining('10 calls led to this one, and no more than 10 may.'),
    });
  });

  test('counts calls over HTTP and in process as one chain', async () => {
    await make('Last', [{ name: 'send', kind: 'httpRequest', url: peer.url }]);
    const { address } = await make('First', [call('Last')]);
    const { id } = await post(address, {});
    expect(peer.received[0]?.headers).toMatchObject({
      'hookline-depth': '2',
      'hookline-calls': `${id}, ${id}`,
    });
  });
});

test('a dry run shows the call and makes none, until it is really asked for', async () => {
  await make('Price', [{ name: 'send', kind: 'httpRequest', url: peer.url }, shape('steps.send.body')]);
  const of = draft('Order', {}, { workflow: [call('Price', { body: { sku: 'A1' } }), shape('steps.ask')] });
  const run = { draft: of, sample: { request: {} } };
  const shown = await at.client.drafts.dryRun(run);
  expect(shown.steps).toMatchObject([
    { name: 'ask', standIn: 'nothing', input: '{"integration":"Price","query":[],"body":{"sku":"A1"}}' },
    { name: 'shape', output: null },
  ]);
  expect(peer.received).toEqual([]);

  const typed = await at.client.drafts.dryRun({ ...run, results: { ask: 5 } });
  expect(typed.steps).toMatchObject([{ standIn: 'typed' }, { output: '5' }]);
  const sent = await at.client.drafts.dryRun({ ...run, send: ['ask'] });
  expect(sent.steps).toMatchObject([{ standIn: null, output: '{"stock":7}' }, { output: '{"stock":7}' }]);
  expect(peer.received).toHaveLength(1);
});
