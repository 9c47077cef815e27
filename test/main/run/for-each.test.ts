import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunPort } from '#main/ports/run.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { double, each, of } from './list-steps.ts';
import { conditionsWith, resultOf, run, startPool, stepsOf } from './run-workflow.ts';

let pool: RunPort;
/** Answers `{ "of": <what stands after the slash> }`, late for `slow<ms>`, and 503 to every other `flaky`. */
let peer: Peer;

beforeAll(async () => {
  pool = startPool({ size: 1 });
  let isFlaky = false;
  peer = await startPeer(async ({ url }, response) => {
    const of = url.slice(1);
    if (of === 'flaky') isFlaky = !isFlaky;
    if (of === 'flaky' && isFlaky) response.statusCode = 503;
    const [, waitMs = '0'] = /^slow(\d+)/.exec(of) ?? [];
    await new Promise((then) => setTimeout(then, Number(waitMs)));
    return { of };
  });
});
afterAll(async () => {
  await pool.close();
  await peer.close();
});

describe('steps for each item of a list', () => {
  test('give the list of their results, in its order', async () => {
    const outcome = await run(pool, [each([double])], of([1, 2, 3]));
    expect(resultOf(outcome)).toEqual([2, 4, 6]);
    expect(stepsOf(outcome)).toMatchObject([
      {
        name: 'each',
        kind: 'forEach',
        state: 'succeeded',
        input: '{"items":[1,2,3]}',
        output: '[2,4,6]',
        runs: [1, 2, 3].map((item, index) => ({
          index,
          title: `item ${index + 1}`,
          state: 'succeeded',
          steps: [{ name: 'double', state: 'succeeded', output: String(item * 2) }],
        })),
      },
    ]);
  });

  test('see the item, its place, and all that the step itself sees; their results are seen by none but them', async () => {
    const outcome = await run(
      pool,
      [
        { name: 'rate', kind: 'transform', expression: '10' },
        each([
          { name: 'net', kind: 'transform', expression: 'item.price * steps.rate' },
          {
            name: 'line',
            kind: 'javascript',
            code: 'return [index, item.sku, steps.net, steps.rate, call.method, input.body.lines.length]',
          },
        ]),
        { name: 'after', kind: 'transform', expression: '{ "each": steps.each, "steps": $keys(steps) }' },
      ],
      of([
        { sku: 'A', price: 1 },
        { sku: 'B', price: 2 },
      ]),
    );
    expect(resultOf(outcome)).toEqual({
      each: [
        [0, 'A', 10, 10, 'POST', 2],
        [1, 'B', 20, 10, 'POST', 2],
      ],
      steps: ['rate', 'each'],
    });
  });

  test.each([
    ['nothing', null, []],
    ['a list of none', [], []],
    ['one value', 4, [8]],
  ])('are run for %s as for a list', async (_what, lines, results) => {
    expect(resultOf(await run(pool, [each([double])], of(lines)))).toEqual(results);
  });

  test('give null for an item that none of them ran for', async () => {
    const outcome = await run(pool, [each([{ ...double, when: 'item > 1' }])], of([1, 2]));
    expect(resultOf(outcome)).toEqual([null, 4]);
  });

  test('may be run for lists within the items', async () => {
    const inner = { name: 'inner', kind: 'forEach', items: 'item.parts', steps: [double] };
    const outcome = await run(pool, [each([inner])], of([{ parts: [1, 2] }, { parts: [] }, { parts: [3] }]));
    expect(resultOf(outcome)).toEqual([[2, 4], [], [6]]);
  });

  test('are not begun where the list is longer than it may be', async () => {
    const send = { name: 'send', kind: 'httpRequest', url: peer.url };
    const before = peer.received.length;
    const outcome = await run(pool, [each([send], { maxItems: 2 })], of([1, 2, 3]));
    expect(outcome.problem).toMatchObject({
      code: 'step_failed',
      reason: 'each: The list has 3 items; 2 may be (maxItems).',
    });
    expect(peer.received).toHaveLength(before);
  });

  test('answer the caller while the rest goes on, the first of them alone', async () => {
    const answers: number[] = [];
    const outcome = await run(
      pool,
      [each([{ name: 'answer', kind: 'respond', status: 201, body: { from: 'item' } }])],
      { ...of([7, 8]), onAnswer: ({ status }) => answers.push(status) },
    );
    expect(answers).toEqual([201]);
    expect(Buffer.from(outcome.answer?.body ?? []).toString()).toBe('7');
    expect(stepsOf(outcome)[0]?.runs?.map(({ steps }) => steps[0]?.state)).toEqual(['succeeded', 'skipped']);
  });
});

describe('an item that fails', () => {
  const odd = {
    name: 'odd',
    kind: 'javascript',
    code: 'if (item % 2 === 0) throw new Error("even"); return item',
  };

  test('fails the step, which says which it was, and no further one is begun', async () => {
    const outcome = await run(pool, [each([odd])], of([1, 2, 3]));
    expect(outcome.problem).toMatchObject({ reason: 'each: item 2, odd: even (line 1)' });
    expect(stepsOf(outcome)[0]).toMatchObject({
      state: 'failed',
      runs: [{ state: 'succeeded' }, { state: 'failed', steps: [{ error: 'even (line 1)' }] }],
    });
  });

  test('stands in the results with its error where the others are to go on', async () => {
    const outcome = await run(pool, [each([odd], { onItemError: 'continue' })], of([1, 2, 3]));
    const message = 'item 2, odd: even (line 1)';
    expect(resultOf(outcome)).toEqual([1, { error: { message } }, 3]);
  });

  test('goes on by itself where its step says so', async () => {
    const outcome = await run(pool, [each([{ ...odd, onError: 'continue' }])], of([2]));
    expect(resultOf(outcome)).toEqual([{ error: { message: 'even (line 1)' } }]);
  });

  test('is tried again as its step says, and all of the list as the step around says', async () => {
    const send = {
      name: 'send',
      kind: 'httpRequest',
      url: `${peer.url}/{{ item }}`,
      retry: { attempts: 2, waitSeconds: [0], onStatus: [503] },
    };
    const sent = stepsOf(await run(pool, [each([send])], of(['flaky', 'flaky', 'good'])))[0];
    expect(sent).toMatchObject({ state: 'succeeded' });
    expect(sent?.runs?.map(({ steps }) => steps[0]?.attempts?.length)).toEqual([2, 2, undefined]);

    const outcome = await run(pool, [each([odd], { retry: { attempts: 2, waitSeconds: [0] } })], of([2]));
    expect(stepsOf(outcome)[0]?.attempts).toHaveLength(2);
    expect(stepsOf(outcome)[0]?.runs).toHaveLength(1);
  });

  test('is one that a fail step ended, with the status for the caller', async () => {
    const stop = { name: 'stop', kind: 'fail', status: 422, message: 'No {{ item }}' };
    const outcome = await run(pool, [each([stop])], of(['A']));
    expect(outcome).toMatchObject({ failStatus: 422, problem: { detail: 'No A' } });
  });
});

describe('a list that takes too long', () => {
  const rest = { name: 'rest', kind: 'delay', seconds: 30 };

  test('is ended at the limit of its step, with what waits in it, and the workflow may go on', async () => {
    const outcome = await run(
      pool,
      [
        each([rest], { timeoutSeconds: 0.1, concurrency: 2, onError: 'continue' }),
        { name: 'after', kind: 'transform', expression: 'steps.each.error.message' },
      ],
      of([1, 2, 3, 4]),
    );
    expect(resultOf(outcome)).toBe('item 1, rest: It took longer than its limit of 0.1 s.');
    // Nothing of it has waited for its rest.
    expect(outcome.runMs).toBeLessThan(30_000);
  });

  test('is not taken for one whose items may be left out', async () => {
    const outcome = await run(pool, [each([rest], { onItemError: 'continue' })], {
      ...of([1, 2]),
      timeoutMs: 100,
    });
    expect(outcome.problem?.code).toBe('execution_timed_out');
  });

  test('leaves its thread to others between its items', async () => {
    const alone = startPool({ size: 1, extra: 0 });
    const many = Array.from({ length: 5_000 }, (_one, at) => at);
    const order: string[] = [];
    const given = { ...of(many), timeoutMs: 60_000 };
    const long = run(alone, [each([double], { maxItems: 5_000 })], given).then((outcome) => {
      order.push('long');
      return outcome;
    });
    await run(alone, [{ name: 'short', kind: 'transform', expression: '1' }]);
    order.push('short');
    expect(resultOf(await long)).toHaveLength(many.length);
    await alone.close();
    expect(order).toEqual(['short', 'long']);
  });
});

test('a list whose thread is lost runs again elsewhere, but not where others noticed some of it', async () => {
  const alone = startPool({ size: 1, extra: 0, graceMs: 100 });
  const rest = { name: 'rest', kind: 'delay', seconds: 1 };
  const last = { name: 'last', kind: 'transform', expression: 'item' };
  const send = { name: 'send', kind: 'httpRequest', url: `${peer.url}/{{ item }}` };
  const noticed = run(alone, [each([send, rest])], of(['once']));
  const quiet = run(alone, [each([rest, last])], of(['twice']));
  const isSent = () => peer.received.some(({ url }) => url === '/once');
  while (!isSent()) await new Promise((then) => setTimeout(then, 10));
  await run(alone, [
    {
      name: 'bomb',
      kind: 'transform',
      expression: `$match("${'a'.repeat(60)}!", /^(a+)+$/)`,
      timeoutSeconds: 0.1,
    },
  ]);
  expect((await noticed).problem?.code).toBe('worker_lost');
  expect(resultOf(await quiet)).toEqual(['twice']);
  await alone.close();
  expect(peer.received.filter(({ url }) => url === '/once')).toHaveLength(1);
});

test('the trace of a long list keeps its first items, and those that failed', async () => {
  const lines = Array.from({ length: 200 }, (_one, at) => at);
  const late = { name: 'late', kind: 'transform', expression: 'item = 150 ? $error("late") : item' };
  const outcome = await run(pool, [each([late], { onItemError: 'continue' })], of(lines));
  const [trace] = stepsOf(outcome);
  expect(trace?.runs?.map(({ index }) => index)).toEqual([...lines.slice(0, 50), 150]);
  expect(trace?.moreRuns).toBe(149);

  const large = { name: 'large', kind: 'transform', expression: '$pad("", 100000, "x")' };
  const cut = stepsOf(await run(pool, [each([large])], of(lines.slice(0, 60))))[0];
  expect(cut?.runs?.[0]?.steps[0]?.output).toHaveLength(8 * 1024);
  expect(JSON.stringify(cut).length).toBeLessThan(500_000);
  expect((cut?.runs?.length ?? 0) + (cut?.moreRuns ?? 0)).toBe(60);
});

test('known secrets and hidden values of the body stand in no trace of an item, nor in what it failed with', async () => {
  const secret = 'a-token-of-the-erp';
  const keeper = startPool({
    size: 1,
    conditions: conditionsWith({ values: { TOKEN: secret }, secrets: [secret] }),
  });
  const steps = [
    { name: 'shown', kind: 'transform', expression: '[env.TOKEN, item.ssn]' },
    { name: 'told', kind: 'javascript', code: 'throw new Error(env.TOKEN + item.ssn)' },
  ];
  const outcome = await run(keeper, [each(steps, { concurrency: 2 })], {
    ...of([{ ssn: '123-45-6789' }, { ssn: '987-65-4321' }]),
    hiddenBodyPaths: ['lines[*].ssn'],
  });
  await keeper.close();
  const kept = JSON.stringify(outcome);
  expect(outcome.problem?.reason).toMatch(/^each: item 1, told: /);
  for (const value of [secret, '123-45-6789', '987-65-4321']) expect(kept).not.toContain(value);
});

test('what items failed with counts to the size of the results', { timeout: 180_000 }, async () => {
  const large = { name: 'large', kind: 'javascript', code: 'return "x".repeat(6e6)', when: 'index < 11' };
  const no = { name: 'no', kind: 'fail', message: '{{ $pad("", 4000, "x") }}', when: 'index >= 11' };
  const list = each([large, no], { items: '[1..1000]', onItemError: 'continue' });
  const outcome = await run(pool, [list], { timeoutMs: 180_000 });
  const [{ runs = [], moreRuns = 0 } = {}] = stepsOf(outcome);
  expect(outcome.problem?.reason).toMatch(/is larger than 64 MiB/);
  expect(runs.length + moreRuns).toBeLessThan(400);
});
