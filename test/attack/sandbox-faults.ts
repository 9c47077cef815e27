// Faults F41 to F50 that a workflow can bring, and what its call is told of each.
import type { run } from '../main/run/run-workflow.ts';

type Steps = Parameters<typeof run>[1];
type Fault = readonly [fault: string, what: string, steps: Steps, reason: RegExp];

export const code = (text: string, timeoutSeconds = 10): Steps => [
  { name: 'bomb', kind: 'javascript', code: text, timeoutSeconds },
];
export const expression = (text: string, timeoutSeconds = 10): Steps => [
  { name: 'bomb', kind: 'transform', expression: text, timeoutSeconds },
];
/** What runs into its limit has a short one. */
const loop = (text: string): Steps => code(text, 0.3);
const slowly = (text: string): Steps => expression(text, 0.3);
const respond = (more: object): Steps => [{ name: 'bomb', kind: 'respond', ...more }];

const pastLimit = /^bomb: It took longer than its limit of 0\.3 s\.$/;
const heldPastLimit =
  /^bomb: It (took longer than|held its thread past) its limit of 0\.3 s( and was ended)?\.$/;
const memory =
  /^bomb: (The code needs more than 64 MiB of memory|It (took longer|held its thread)|InternalError: string too long)/;
const backtracking = `"${'a'.repeat(60)}!"`;

export const faults: readonly Fault[] = [
  ['F41', 'an endless loop', loop('for (;;) {}'), pastLimit],
  [
    'F41',
    'an endless loop that catches what would end it',
    loop('for (;;) { try { for (;;) {} } catch {} }'),
    pastLimit,
  ],
  ['F41', 'an endless loop in a getter of the result', loop('return { get a() { for (;;) {} } }'), pastLimit],
  ['F41', 'an endless loop in toJSON', loop('return { toJSON() { for (;;) {} } }'), pastLimit],
  [
    'F41',
    'an endless loop of promises',
    loop('const again = () => Promise.resolve().then(again); await again()'),
    pastLimit,
  ],
  [
    'F41',
    'an endless generator',
    loop('for (const x of (function* () { for (;;) yield 1 })()) {}'),
    pastLimit,
  ],
  [
    'F41',
    'a promise that never settles',
    code('await new Promise(() => {})'),
    /^bomb: The code waits for something that never comes\.$/,
  ],
  [
    'F41',
    'a then that never calls back',
    code('await { then() {} }'),
    /^bomb: The code waits for something that never comes\.$/,
  ],
  [
    'F41',
    'a wait on shared memory',
    code('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'),
    /^bomb: .+/,
  ],
  [
    'F41',
    'a regular expression that tracks back, in code',
    loop(`return /^(a+)+$/.test(${backtracking})`),
    pastLimit,
  ],
  [
    'F41',
    'a regular expression that tracks back, in an expression',
    slowly(`$match(${backtracking}, /^(a+)+$/)`),
    heldPastLimit,
  ],
  [
    'F41',
    'a regular expression that tracks back, in a condition',
    [
      {
        name: 'bomb',
        kind: 'transform',
        when: `$contains(${backtracking}, /^(a|a)*$/)`,
        expression: '1',
        timeoutSeconds: 0.3,
      },
    ],
    heldPastLimit,
  ],
  ['F41', 'an expression that calls itself', slowly('($f := function() { $f() }; $f())'), pastLimit],
  [
    'F41',
    'a long call of native code',
    loop('return (new Array(5e7) + "").length'),
    /^bomb: (It (took longer|held its thread).+limit of 0\.3 s|The code needs more than 64 MiB)/,
  ],
  [
    'F42',
    'lists without end',
    code('const all = []; for (;;) all.push(new Array(10000).fill({}))', 5),
    memory,
  ],
  ['F42', 'text that doubles', code('let s = "x"; for (;;) s += s', 5), memory],
  [
    'F42',
    'one huge text',
    code('return "x".repeat(2 ** 30)', 5),
    /^bomb: (RangeError|InternalError|The code needs)/,
  ],
  ['F42', 'one huge list', code('return new Array(5e8).fill(1)', 5), memory],
  [
    'F42',
    'a huge list of an expression',
    expression('[1..9999999]'),
    /^bomb: .*(sequence length|1e7|10,000,000|limit)/,
  ],
  [
    'F42',
    'text of an expression that doubles',
    expression('($f := function($s) { $f($s & $s) }; $f("aaaaaaaa"))', 5),
    /^bomb: .*(string length|too long|Stack|limit)/,
  ],
  ['F43', 'bytes without end', code('const all = []; for (;;) all.push(new Uint8Array(1e6))', 5), memory],
  ['F43', 'one huge piece of bytes', code('return new Uint8Array(2 ** 31)', 5), /^bomb: .+/],
  ['F44', 'an error', code('throw new Error("no stock")'), /^bomb: no stock \(line 1\)$/],
  ['F44', 'a text that is thrown', code('throw "no stock"'), /^bomb: no stock$/],
  ['F44', 'null that is thrown', code('throw null'), /^bomb: null$/],
  ['F44', 'undefined that is thrown', code('throw undefined'), /^bomb: undefined$/],
  ['F44', 'something frozen', code('throw Object.freeze({})'), /^bomb: The code threw an object\.$/],
  [
    'F44',
    'an error whose message throws',
    code('throw { get message() { throw 1 } }'),
    /^bomb: The code threw something that cannot be shown\.$/,
  ],
  ['F44', 'an error whose message never ends', loop('throw { get message() { for (;;) {} } }'), pastLimit],
  [
    'F44',
    'a proxy that throws',
    code('throw new Proxy({}, { get() { throw 1 } })'),
    /^bomb: The code threw something that cannot be shown\.$/,
  ],
  ['F44', 'a message of a megabyte', code('throw new Error("x".repeat(1e6))'), /^bomb: x{3900,4010}…$/],
  ['F44', 'a rejection', code('return Promise.reject(new TypeError("no"))'), /^bomb: TypeError: no/],
  ['F44', 'an error of an expression', expression('$error("no stock")'), /^bomb: no stock/],
  ['F44', 'a number that is none', expression('1 + "a"'), /^bomb: .+/],
  [
    'F46',
    'a result that contains itself',
    code('const a = {}; a.a = a; return a'),
    /^bomb: TypeError: The result contains itself \(at a\)/,
  ],
  [
    'F46',
    'a BigInt',
    code('return { n: 1n }'),
    /^bomb: TypeError: A bigint cannot be part of a result \(at n\)/,
  ],
  [
    'F46',
    'a function',
    code('return [() => 1]'),
    /^bomb: TypeError: A function cannot be part of a result \(at 0\)/,
  ],
  ['F46', 'a symbol', code('return Symbol("s")'), /^bomb: TypeError: A symbol cannot be part of a result/],
  [
    'F46',
    'a function of an expression',
    expression('$string'),
    /^bomb: A function cannot be part of a result\.$/,
  ],
  [
    'F46',
    'a proxy that never ends',
    code(
      'const p = new Proxy({}, { get: () => p, ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) }); return p',
      5,
    ),
    /^bomb: .+/,
  ],
  ['F47', 'a result of 100 MB', code('return Array(100).fill("x".repeat(1e6))', 5), /^bomb: .*64 MiB/],
  [
    'F47',
    'a result that is small and grows as it is copied',
    expression(
      '($a := [1..200].("x"); $f := function($n, $v) { $n = 0 ? $v : $f($n - 1, [$v, $v]) }; $f(30, $a))',
      5,
    ),
    /^bomb: .*(sequence length|4,000,000 values|64 MiB|limit)/,
  ],
  [
    'F47',
    'an answer that is too large',
    [
      { name: 'big', kind: 'javascript', code: 'return "x".repeat(17 * 1024 * 1024)' },
      { name: 'bomb', kind: 'respond', body: { from: 'steps.big' } },
    ],
    /^answer: The answer is larger than 16 MiB\.$|^bomb: .*16 MiB/,
  ],
  [
    'F48',
    'a line break in a header',
    respond({ headers: { 'x-a': { from: '"a\\r\\nx-evil: 1"' } } }),
    /header x-a has a character that a header cannot hold/,
  ],
  [
    'F48',
    'a header that is no text',
    respond({ headers: { 'x-a': { from: '{"a":1}' } } }),
    /header x-a is no text/,
  ],
  ['F50', 'recursion without end', code('const f = () => f() + 1; return f()'), /^bomb: .*(stack|limit)/i],
  [
    'F50',
    'a result that is too deep',
    code('let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return a', 5),
    /^bomb: .+/,
  ],
  [
    'F50',
    'recursion of an expression',
    expression('($f := function($n) { 1 + $f($n) }; $f(1))'),
    /^bomb: Stack overflow/,
  ],
  [
    'F50',
    'brackets without end',
    expression('('.repeat(50_000)),
    /^bomb: .*(nested too deep|Unexpected end)/,
  ],
  [
    'F50',
    'a deep toJSON',
    code('const t = { toJSON() { return { t: { toJSON: t.toJSON } } } }; return t', 5),
    /^bomb: .+/,
  ],
];
