// The faults F40 to F52 that a workflow can bring: each fails its own call with a problem that names the step, and says
// the limit where it is one, while the calls beside it go on.
import { Workflow } from '#shared/model/step.ts';
import type { RunPool } from '#main/run/pool.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { code, expression, faults } from './sandbox-faults.ts';
import { resultOf, run, startPool, startUpstream, type Upstream } from '../main/run/run-workflow.ts';

let pool: RunPool;
let upstream: Upstream;
beforeAll(async () => {
  // On a machine that does much else, what ends itself at its limit must not be ended before.
  pool = startPool({ size: 2, graceMs: 5_000 });
  upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
});
afterAll(async () => {
  await Promise.all([pool.close(), upstream.close()]);
});

describe('beside calls that go on', () => {
  test.each(faults)('%s: %s fails its own call in words', async (_fault, _what, steps, reason) => {
    const bomb = run(pool, steps, { timeoutMs: 60_000 });
    const beside = await Promise.all(
      Array.from({ length: 4 }, (_, at) =>
        run(pool, [
          { name: 'pause', kind: 'delay', seconds: 0.01 },
          { name: 'a', kind: 'transform', expression: `${at}` },
        ]),
      ),
    );
    expect(beside.map(resultOf)).toEqual([0, 1, 2, 3]);
    const outcome = await bomb;
    expect(outcome.state).toBe('failed');
    expect(outcome.problem?.reason).toMatch(reason);
    expect(outcome.problem?.reason?.length).toBeLessThan(4_100);
  });

  test('F52: an answer of another system without an end fails its own call', async () => {
    const { problem } = await run(pool, [{ name: 'bomb', kind: 'httpRequest', url: upstream.url }]);
    expect(problem?.reason).toBe('bomb: The response is larger than 10 MiB.');
  });
});

test('F40: a thread that ends by itself fails the call that ended it, and the next one has another', async () => {
  const dying = startPool({ size: 1, workerUrl: new URL('../main/run/dying-worker.ts', import.meta.url) });
  const { state, problem } = await run(dying, code('return 1'));
  await dying.close();
  expect({ state, code: problem?.code }).toEqual({ state: 'failed', code: 'worker_lost' });
  expect(resultOf(await run(pool, code('return 1', 10)))).toBe(1);
});

test('F45: undefined is a result: nothing', async () => {
  for (const text of ['return undefined', 'return', '']) {
    const { state, answer } = await run(pool, code(`${text};`, 10));
    expect({ state, answer }).toEqual({
      state: 'succeeded',
      answer: { status: 204, headers: [], body: null },
    });
  }
});

test('F46: dates, maps, sets and errors are results that are described', async () => {
  const outcome = await run(
    pool,
    code('return [new Date(0), new Map([["a", 1]]), new Set([1]), new Error("x"), NaN]', 10),
  );
  expect(resultOf(outcome)).toEqual([
    '1970-01-01T00:00:00.000Z',
    { a: 1 },
    [1],
    { name: 'Error', message: 'x' },
    null,
  ]);
});

test('F49: a promise that is rejected after the result is nobody’s failure', async () => {
  const outcome = await run(
    pool,
    code('Promise.resolve().then(() => { throw new Error("late") }); return 1', 10),
  );
  expect(resultOf(outcome)).toBe(1);
  expect(resultOf(await run(pool, code('return 2', 10)))).toBe(2);
});

test('F52: a workflow of a thousand steps runs, and one of more is none', async () => {
  const steps = Array.from({ length: 1_000 }, (_, at) => ({
    name: `s${at}`,
    kind: 'transform' as const,
    expression: `${at}`,
  }));
  expect(resultOf(await run(pool, steps))).toBe(999);
  expect(Workflow.safeParse([...steps, { name: 'more', kind: 'delay', seconds: 0 }]).success).toBe(false);
});

describe('ways out of the sandbox', () => {
  test.each([
    ['the constructor of a function', 'return (() => {}).constructor("return typeof process")()'],
    ['the constructor of what came in', 'return query.constructor.constructor("return typeof process")()'],
    [
      'the constructor of bytes',
      'return new Uint8Array(1).buffer.constructor.constructor("return typeof process")()',
    ],
    [
      'the constructor of an async function',
      'return await (async () => {}).constructor("return typeof process")()',
    ],
    ['the global object', 'return typeof globalThis.process'],
    ['eval', 'return (0, eval)("typeof process")'],
    ['import', 'return await import("node:fs").then(() => "in", () => "undefined")'],
    [
      'what is left on prototypes',
      'Object.prototype.process = 1; delete Object.prototype.process; return typeof process',
    ],
    [
      'an error’s stack',
      'Error.prepareStackTrace = (_, frames) => frames; return typeof new Error().stack?.[0]?.getThis?.()',
    ],
    ['the caller', 'return typeof (function f() { try { return f.caller } catch {} })()'],
  ])('by %s lead nowhere', async (_what, text) => {
    expect(resultOf(await run(pool, code(text, 10)))).toBe('undefined');
  });

  test.each([
    [
      'code',
      code(
        'Object.prototype.evil = 1; Array.prototype.map = 1; JSON.stringify = () => "evil"; globalThis.evil = 1; return {}',
        10,
      ),
    ],
    [
      'code, by what it gives',
      code('return JSON.parse(\'{"__proto__":{"evil":1},"constructor":{"prototype":{"evil":1}}}\')', 10),
    ],
    [
      'an expression',
      expression('{ "__proto__": { "evil": 1 }, "constructor": { "prototype": { "evil": 1 } } }', 10),
    ],
    ['a merge', expression('$merge([{ "__proto__": { "evil": 1 } }, { "a": 1 }])', 10)],
  ])('by prototypes, from %s, change nothing for others', async (_what, steps) => {
    await run(pool, steps);
    const after = await run(pool, [
      { name: 'code', kind: 'javascript', code: 'return [({}).evil ?? null, typeof [].map, typeof evil]' },
      { name: 'all', kind: 'transform', expression: '[steps.code, $exists({}.evil), $string({"a":1})]' },
    ]);
    expect(resultOf(after)).toEqual([null, 'function', 'undefined', false, '{"a":1}']);
  });
});
