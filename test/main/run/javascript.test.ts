import type { RunPort } from '#main/ports/run.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultOf, run, startPool } from './run-workflow.ts';

let pool: RunPort;
beforeAll(() => {
  // On a machine that does much else, what ends itself at its limit must not be ended before.
  pool = startPool({ size: 1, graceMs: 5_000 });
});
afterAll(() => pool.close());

const runCode = (code: string, given: Parameters<typeof run>[2] = {}, timeoutSeconds?: number) =>
  run(pool, [{ name: 'code', kind: 'javascript', code, timeoutSeconds }], given);
const reasonOf = async (code: string): Promise<string | undefined> => (await runCode(code)).problem?.reason;

describe('code', () => {
  test('is the body of a function that sees the scope and returns the result', async () => {
    const outcome = await runCode(
      'const total = body.lines.reduce((sum, n) => sum + n, 0);\nreturn { total, q: query.a, id: call.id, none: input.body === body }',
      { body: '{"lines":[1,2,3]}', query: { a: 'b' } },
    );
    expect(resultOf(outcome)).toEqual({
      total: 6,
      q: 'b',
      id: '019b0000-0000-7000-8000-000000000000',
      none: false,
    });
  });

  test('may wait for promises, and may end in a comment', async () => {
    expect(resultOf(await runCode('return await Promise.all([1, Promise.resolve(2)]) // done'))).toEqual([
      1, 2,
    ]);
  });

  test('that returns nothing results in nothing', async () => {
    expect((await runCode('input.x = 1')).answer).toEqual({ status: 204, headers: [], body: null });
  });

  test('gets bytes as a Uint8Array and can give them back', async () => {
    const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
    const outcome = await run(
      pool,
      [
        {
          name: 'turn',
          kind: 'javascript',
          code: 'return { is: body instanceof Uint8Array, nested: [{ turned: body.slice().reverse() }] }',
        },
        { name: 'back', kind: 'javascript', code: 'return steps.turn.nested[0].turned.reverse()' },
        { name: 'answer', kind: 'respond', body: { from: 'steps.back' } },
      ],
      { body: bytes, type: 'application/octet-stream' },
    );
    expect(outcome.answer).toEqual({
      status: 200,
      headers: [['content-type', 'application/octet-stream']],
      body: new Uint8Array(bytes),
    });
  });

  test('gives dates as text, maps as objects, sets as lists', async () => {
    const code =
      'return { d: new Date(0), m: new Map([["a", 1]]), s: new Set([1, 2]), e: new Error("x"), n: NaN }';
    expect(resultOf(await runCode(code))).toEqual({
      d: '1970-01-01T00:00:00.000Z',
      m: { a: 1 },
      s: [1, 2],
      e: { name: 'Error', message: 'x' },
      n: null,
    });
  });

  test('begins anew each time: what it left behind is gone', async () => {
    await runCode('globalThis.left = 1; Object.prototype.evil = 1; JSON.stringify = () => "spoiled"');
    expect(resultOf(await runCode('return [typeof globalThis.left, ({}).evil ?? null]'))).toEqual([
      'undefined',
      null,
    ]);
  });

  test('can name what it wants while it runs', async () => {
    expect(resultOf(await runCode('return eval("bo" + "dy").id', { body: '{"id":5}' }))).toBe(5);
  });
});

describe('what code throws fails the step', () => {
  test.each([
    ['let a = 1;\nthrow new Error("no stock")', 'code: no stock (line 2)'],
    ['null.x', "code: TypeError: cannot read property 'x' of null (line 1)"],
    ['throw "just text"', 'code: just text'],
    ['throw null', 'code: null'],
    ['throw undefined', 'code: undefined'],
    ['throw Object.freeze({})', 'code: The code threw an object.'],
    ['throw { get message() { throw 1 } }', 'code: The code threw something that cannot be shown.'],
    ['throw new Proxy({}, { get() { throw 1 } })', 'code: The code threw something that cannot be shown.'],
    ['throw Symbol("s")', 'code: Symbol(s)'],
    ['return 1 +;', "code: SyntaxError: unexpected token in expression: ';' (line 1)"],
    ['await new Promise(() => {})', 'code: The code waits for something that never comes.'],
  ])('%s', async (code, reason) => {
    expect(await reasonOf(code)).toBe(reason);
  });

  test('a message of any length is kept short', async () => {
    expect((await reasonOf('throw new Error("x".repeat(1e6))'))?.length).toBeLessThan(4100);
  });
});

describe('what cannot be a result is refused in words', () => {
  test.each([
    ['const a = {}; a.b = { a }; return a', 'code: TypeError: The result contains itself (at b.a).'],
    ['return { n: 1n }', 'code: TypeError: A bigint cannot be part of a result (at n).'],
    ['return () => 1', 'code: TypeError: A function cannot be part of a result.'],
    ['return [Symbol("s")]', 'code: TypeError: A symbol cannot be part of a result (at 0).'],
    [
      'const half = "x".repeat(9 * 1024 * 1024); return [half, half]',
      'code: The code needs more than 64 MiB of memory.',
    ],
  ])('%s', async (code, reason) => {
    const said = await reasonOf(code);
    expect(said?.replace(/ \(line \d+\)$/, '')).toBe(reason);
  });
});

describe('the sandbox holds', () => {
  test('there is no way to files, network, process or the host', async () => {
    const names = [
      'process',
      'require',
      'module',
      'fetch',
      'WebAssembly',
      'setTimeout',
      'Buffer',
      'parentPort',
    ];
    expect(
      resultOf(await runCode(`return ${JSON.stringify(names)}.map((name) => typeof globalThis[name])`)),
    ).toEqual(names.map(() => 'undefined'));
    expect(resultOf(await runCode('return await import("node:fs").then(() => "in", () => "out")'))).toBe(
      'out',
    );
    const escape = 'return (() => {}).constructor("return typeof process")()';
    expect(resultOf(await runCode(escape))).toBe('undefined');
  });

  test.each([
    ['a loop', 'while (true) {}'],
    ['a loop of promises', 'const again = () => Promise.resolve().then(again); await again()'],
    ['a loop in a catch', 'for (;;) { try { for (;;) {} } catch {} }'],
    ['a regular expression that tracks back', '/^(a+)+$/.test("a".repeat(40) + "!")'],
  ])('%s is stopped at the limit', async (_name, code) => {
    const outcome = await runCode(code, {}, 0.1);
    expect(outcome.problem?.reason).toBe('code: It took longer than its limit of 0.1 s.');
  });

  test.each([
    ['growing text', 'let s = "x"; for (;;) s += s'],
    ['growing lists', 'const all = []; for (;;) all.push(new Array(10000).fill({}))'],
    ['growing bytes', 'const all = []; for (;;) all.push(new Uint8Array(1e6))'],
    ['one huge list', 'return new Array(5e8).fill(1)'],
    ['endless recursion', 'const f = () => f() + 1; return f()'],
    ['a deep object', 'let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return a'],
    ['a deep toJSON', 'const t = { toJSON() { return { t: { toJSON: t.toJSON } } } }; return t'],
    [
      'a proxy that never ends',
      'const p = new Proxy({}, { get: () => p, ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) }); return p',
    ],
  ])('%s fails the step, and the next runs as ever', async (_name, code) => {
    const outcome = await runCode(code, {}, 5);
    expect(outcome.problem?.code).toMatch(/^(step_failed|execution_timed_out)$/);
    expect(resultOf(await runCode('return { still: "here" }'))).toEqual({ still: 'here' });
  });

  test('a native call that cannot be interrupted costs the thread, and only this execution', async () => {
    const outcome = await runCode('return (new Array(5e7) + "").length', {}, 0.05);
    expect(outcome.state).toBe('failed');
    expect(resultOf(await runCode('return 1'))).toBe(1);
  });
});
