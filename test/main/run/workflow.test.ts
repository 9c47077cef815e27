import type { RunPort } from '#main/ports/run.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyText, resultOf, run, startPool, stepsOf } from './run-workflow.ts';

let pool: RunPort;
beforeAll(() => {
  pool = startPool({ size: 1 });
});
afterAll(() => pool.close());

const order = '{"id":42,"lines":[{"sku":"a","count":2},{"sku":"b","count":3}]}';

describe('the data processing', () => {
  test('left empty hands query and body on, and without steps that is the result', async () => {
    const outcome = await run(pool, [], { body: order, query: { warehouse: 'MAIN' } });
    expect(outcome.answer).toEqual({
      status: 200,
      headers: [['content-type', 'application/json']],
      body: expect.any(Uint8Array),
    });
    expect(resultOf(outcome)).toEqual({ query: { warehouse: 'MAIN' }, body: JSON.parse(order) });
  });

  test('makes the input out of query, headers and body', async () => {
    const outcome = await run(pool, [], {
      dataProcessing: '{ "id": body.id, "from": query.warehouse, "agent": headers.`user-agent` }',
      body: order,
      query: { warehouse: 'MAIN' },
      headers: [['User-Agent', 'erp/1']],
    });
    expect(resultOf(outcome)).toEqual({ id: 42, from: 'MAIN', agent: 'erp/1' });
  });

  test('that fails, fails the execution before any step, with the place of the fault', async () => {
    const outcome = await run(pool, [{ name: 'never', kind: 'delay', seconds: 0 }], {
      dataProcessing: 'body.id + ',
      body: order,
    });
    expect(outcome).toMatchObject({
      state: 'failed',
      answer: null,
      stepsJson: '[]',
      problem: {
        code: 'step_failed',
        detail: 'The data processing failed.',
        reason: 'data processing: Unexpected end of expression (at character 10)',
      },
    });
  });
});

describe('the steps', () => {
  test('see input, query, headers, body, call and the results before them', async () => {
    const outcome = await run(
      pool,
      [
        { name: 'total', kind: 'transform', expression: '$sum(input.lines.count)' },
        {
          name: 'all',
          kind: 'transform',
          expression:
            '{ "total": steps.total, "q": query.a, "h": headers.`x-a`, "key": call.keyLabel, "path": call.path, "attempt": call.attempt, "lane": call.lane, "error": $exists(bodyError) }',
        },
      ],
      {
        dataProcessing: 'body',
        body: order,
        query: { a: ['1', '2'] },
        headers: [
          ['X-A', 'one'],
          ['x-a', 'two'],
        ],
      },
    );
    expect(resultOf(outcome)).toEqual({
      total: 5,
      q: ['1', '2'],
      h: 'one, two',
      key: 'ERP',
      path: '/t37ed/Orders',
      attempt: 1,
      lane: 't37ed/Orders',
      error: false,
    });
  });

  test('are skipped where `when` is false, and the result is that of the last one that ran', async () => {
    const outcome = await run(pool, [
      { name: 'first', kind: 'transform', expression: '1' },
      { name: 'second', kind: 'transform', when: 'steps.first = 2', expression: '2' },
      { name: 'third', kind: 'transform', when: 'steps.missing', expression: '3' },
    ]);
    expect(resultOf(outcome)).toBe(1);
    expect(stepsOf(outcome).map((step) => step.state)).toEqual(['succeeded', 'skipped', 'skipped']);
  });

  test('that all are skipped leave the input as the result', async () => {
    const outcome = await run(pool, [{ name: 'a', kind: 'transform', when: 'false', expression: '1' }], {
      dataProcessing: '"in"',
    });
    expect(resultOf(outcome)).toBe('in');
  });

  test('end at the first that fails', async () => {
    const outcome = await run(pool, [
      { name: 'broken', kind: 'transform', expression: '$sum("a")' },
      { name: 'after', kind: 'transform', expression: '1' },
    ]);
    expect(outcome).toMatchObject({
      state: 'failed',
      answer: null,
      failStatus: null,
      problem: { code: 'step_failed', detail: 'The step broken failed.' },
    });
    expect(outcome.problem?.reason).toMatch(/^broken: Argument 1 of function "sum".* \(at character 5\)$/);
    expect(stepsOf(outcome)).toHaveLength(1);
  });

  test('may have names that objects are born with', async () => {
    const outcome = await run(pool, [
      { name: '__proto__', kind: 'transform', expression: '{"a": 1}' },
      { name: 'constructor', kind: 'transform', expression: '2' },
      { name: 'toString', kind: 'transform', expression: '[steps.__proto__.a, steps.constructor]' },
    ]);
    expect(resultOf(outcome)).toEqual([1, 2]);
  });

  test('a thousand of them run in order', async () => {
    const steps = Array.from({ length: 1000 }, (_, at) => ({
      name: `s${at}`,
      kind: 'transform' as const,
      expression: at === 0 ? '1' : `steps.s${at - 1} + 1`,
    }));
    expect(resultOf(await run(pool, steps))).toBe(1000);
  });

  test('a delay waits and results in nothing, which is 204', async () => {
    const outcome = await run(pool, [{ name: 'pause', kind: 'delay', seconds: 0.01 }]);
    expect(outcome).toMatchObject({ state: 'succeeded', answer: { status: 204, headers: [], body: null } });
  });

  test('a fail step chooses the status and what the caller reads', async () => {
    const outcome = await run(
      pool,
      [
        {
          name: 'stop',
          kind: 'fail',
          when: 'body.id > 40',
          status: 422,
          message: 'No order {{ body.id }} here.',
        },
      ],
      { body: order },
    );
    expect(outcome).toMatchObject({
      state: 'failed',
      answer: null,
      failStatus: 422,
      problem: { code: 'step_failed', detail: 'No order 42 here.', reason: 'stop: No order 42 here.' },
    });
  });
});

describe('the time limits', () => {
  test('a step that waits longer than its own limit fails, and the reason says so', async () => {
    const outcome = await run(pool, [{ name: 'pause', kind: 'delay', seconds: 60, timeoutSeconds: 0.05 }]);
    expect(outcome.problem).toEqual({
      code: 'step_failed',
      detail: 'The step pause failed.',
      reason: 'pause: It took longer than its limit of 0.05 s.',
    });
  });

  test('an execution that takes longer than it may fails as timed out', async () => {
    const outcome = await run(pool, [{ name: 'pause', kind: 'delay', seconds: 60 }], { timeoutMs: 50 });
    expect(outcome.problem).toEqual({
      code: 'execution_timed_out',
      detail: 'The execution took too long',
      reason: 'pause: The execution took longer than 0.05 s.',
    });
  });
});

describe('the traces', () => {
  test('show what each step was given, what it made and what went wrong', async () => {
    const outcome = await run(
      pool,
      [
        { name: 'double', kind: 'transform', expression: 'body.id * 2' },
        { name: 'skip', kind: 'transform', when: 'false', expression: '1' },
        { name: 'code', kind: 'javascript', code: 'throw new Error("no " + steps.double)' },
      ],
      { body: '{"id":21}' },
    );
    const timed = { startedMs: expect.any(Number), durationMs: expect.any(Number) };
    expect(stepsOf(outcome)).toEqual([
      {
        ...timed,
        name: 'double',
        kind: 'transform',
        state: 'succeeded',
        input: '{"body":{"id":21}}',
        output: '42',
        error: null,
      },
      { ...timed, name: 'skip', kind: 'transform', state: 'skipped', input: null, output: null, error: null },
      {
        ...timed,
        name: 'code',
        kind: 'javascript',
        state: 'failed',
        input: '{"steps":{"double":42}}',
        output: null,
        error: 'no 42 (line 1)',
      },
    ]);
  });

  test('show the results before a step, and not its own, as what it was given', async () => {
    const outcome = await run(pool, [
      { name: 'one', kind: 'transform', expression: '1' },
      { name: 'two', kind: 'transform', expression: 'steps.one + 1' },
      { name: 'three', kind: 'javascript', code: 'return steps.two + 1' },
    ]);
    expect(stepsOf(outcome).map(({ input }) => input)).toEqual([
      '{}',
      '{"steps":{"one":1}}',
      '{"steps":{"one":1,"two":2}}',
    ]);
  });

  test('are cut at 64 KiB, between characters, and show bytes as base64', async () => {
    const outcome = await run(pool, [
      { name: 'long', kind: 'javascript', code: 'return "€".repeat(100_000)' },
      { name: 'bytes', kind: 'javascript', code: 'return new Uint8Array([1, 2, 3])' },
      { name: 'bulk', kind: 'javascript', code: 'return { a: new Uint8Array(200_000) }' },
    ]);
    const [long, bytes, bulk] = stepsOf(outcome).map((step) => step.output ?? '');
    expect(Buffer.byteLength(long ?? '')).toBe(65_536 - ((65_536 - 1) % 3));
    expect(long).toMatch(/^"€+$/);
    expect(bytes).toBe('"AQID"');
    expect(bulk?.length).toBe(65_536);
    expect(bulk).toMatch(/^\{"a":"A+$/);
  });
});

test('answers of text, list and number are JSON', async () => {
  const results = await Promise.all(
    ['"text"', '[1, "a", null]', '7', 'null', 'false'].map((expression) =>
      run(pool, [{ name: 'a', kind: 'transform', expression }]),
    ),
  );
  expect(results.map(bodyText)).toEqual(['"text"', '[1,"a",null]', '7', 'null', 'false']);
});
