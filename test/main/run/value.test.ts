import { evaluate, isTrue } from '#main/run/expression.ts';
import { toPlain } from '#main/run/plain.ts';
import { StepFailure } from '#main/run/step-failure.ts';
import { timeLimit } from '#main/run/time-limit.ts';
import { fillValue } from '#main/run/value.ts';
import type { AnyValue } from '#shared/model/step-value.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const limit = () => timeLimit(2000, () => new StepFailure('It took too long.'));
const evaluateIn = (scope: object) => (expression: string) => evaluate(expression, scope, limit());
const fill = (value: AnyValue, scope: object = {}): Promise<unknown> => fillValue(value, evaluateIn(scope));

describe('a value', () => {
  test('without expressions is itself, whatever it is', async () => {
    const literals = fc.jsonValue().filter((value) => {
      const text = JSON.stringify(value);
      return !text.includes('{{') && !text.includes('"from"');
    });
    await fc.assert(
      fc.asyncProperty(literals, async (value) => {
        expect(JSON.stringify(await fill(JSON.parse(JSON.stringify(value))))).toBe(JSON.stringify(value));
      }),
    );
  });

  test('with { from } keeps the type, at any depth', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const scope = { input: { value: JSON.parse(JSON.stringify(value)) } };
        // JSONata itself makes no difference between a list of one list and the list: what it gives is what is kept.
        const direct: unknown = toPlain(await evaluate('input.value', scope, limit())).value;
        expect(await fill({ a: [{ from: 'input.value' }] }, scope)).toEqual({ a: [direct ?? null] });
      }),
    );
  });

  test('with { from } beside other keys is a literal', async () => {
    expect(await fill({ from: 'Rome', to: 'Oslo' })).toEqual({ from: 'Rome', to: 'Oslo' });
  });

  test('inserts text as it is, anything else as JSON, nothing as nothing', async () => {
    const scope = { text: 'a"b', number: 5, list: [1, 'x'], yes: true, none: null };
    expect(await fill('<{{text}}|{{ number }}|{{list}}|{{ yes }}|{{none}}|{{missing}}>', scope)).toBe(
      '<a"b|5|[1,"x"]|true|null|>',
    );
  });

  test('never reads what it inserted as a template again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const evil = `{{ secret }}${text}{{ 1 + 1 }}`;
        expect(await fill('<{{ input }}>', { input: evil, secret: 'known' })).toBe(`<${evil}>`);
      }),
    );
  });

  test('may have expressions with braces of their own', async () => {
    expect(await fill('{{ {"a": {"b": 1}} }}-{{ {"a":{"b":2}}}}')).toBe('{"a":{"b":1}}-{"a":{"b":2}}');
    expect(await fill('{{ "}}" }} and {{ "{{" }}')).toBe('}} and {{');
  });

  test('with braces that never close is text', async () => {
    expect(await fill('a {{ b')).toBe('a {{ b');
  });

  test('with an expression that is none fails and shows it', async () => {
    await expect(fill('x {{ 1 + }} y')).rejects.toThrow(/^In "\{\{ 1 \+ .*Unexpected end of expression/s);
    await expect(fill('x {{ }} y')).rejects.toThrow(/Unexpected end of expression/);
  });

  test('with names that objects are born with keeps them as its own', async () => {
    const value: AnyValue = JSON.parse('{"__proto__":{"from":"1"},"constructor":"{{2}}"}');
    expect(JSON.stringify(await fill(value))).toBe('{"__proto__":1,"constructor":"2"}');
  });
});

describe('an expression', () => {
  test.each([
    ['$string.constructor', undefined],
    ['$string.implementation', undefined],
    ['$lookup($string, "implementation")', undefined],
    ['input.constructor', undefined],
    ['input.__proto__.constructor', undefined],
    ['"".constructor.constructor', undefined],
    ['$sum.*', undefined],
    ['$keys($string)', undefined],
  ])('%s finds no way out', async (expression, expected) => {
    expect(await evaluate(expression, { input: {} }, limit())).toBe(expected);
  });

  test.each([
    ['$each($string, function($v) { $v })'],
    ['$spread($string)'],
    ['$merge([$string])'],
    ['$sift($string, function($v) { true })'],
    ['($f := function($x) { $x }; $f)'],
    ['$'],
  ])('%s gives plain data or fails in words', async (expression) => {
    const scope = { input: { a: 1 } };
    try {
      const { value } = toPlain(await evaluate(expression, scope, limit()));
      expect(JSON.stringify(value) ?? '').not.toContain('implementation');
    } catch (error) {
      expect(error).toBeInstanceOf(StepFailure);
    }
  });

  test.each([
    ['a loop', '($f := function() { $f() }; $f())', 'It took too long.'],
    ['recursion', '($f := function($n) { 1 + $f($n) }; $f(1))', /^Stack overflow/],
    ['a huge list', '[1..100000000]', /must not exceed 1e7/],
    ['a large list', '[1..2000000]', /maximum sequence length/],
    [
      'growing text',
      '($f := function($s) { $f($s & $s) }; $f("aaaaaaaa"))',
      /Invalid string length|too long/,
    ],
    ['deep brackets', '('.repeat(50_000), /nested too deep|Unexpected end/],
    ['an error of its own', '$error("no stock")', /^no stock/],
  ])('%s fails in words', async (_name, expression, words) => {
    const soon = timeLimit(300, () => new StepFailure('It took too long.'));
    await expect(evaluate(expression, {}, soon)).rejects.toThrow(words);
  });

  test('over data with the library’s own marks does no harm', async () => {
    const body = JSON.parse(
      '{"f":{"_jsonata_lambda":true,"body":{"type":"string","value":"x"}},"g":{"_jsonata_function":true}}',
    );
    for (const expression of [
      'body.f',
      'body.g',
      '$string(body)',
      'body.f ~> $string',
      'body.f()',
      'body.g(1)',
    ]) {
      const outcome: unknown = await evaluate(expression, { body }, limit())
        .then(toPlain)
        .catch((error: unknown) => error);
      expect(outcome instanceof Error).toBe(outcome instanceof StepFailure);
    }
  });

  test('counts as yes by JSONata’s own rule', () => {
    const values = [true, 1, 'a', [0, 1], { a: 1 }, false, 0, '', [], [0], {}, null, undefined];
    expect(values.map(isTrue)).toEqual([true, true, true, true, true, ...Array<boolean>(8).fill(false)]);
  });
});

describe('plain data', () => {
  test('is a copy without marks, and what contains itself is refused', () => {
    const marked = Object.assign([1, { a: undefined, b: NaN }], { sequence: true });
    const { value } = toPlain(marked);
    expect(value).toEqual([1, { b: null }]);
    expect(Object.keys(value as object)).toEqual(['0', '1']);
    const round: Record<string, unknown> = {};
    round.self = round;
    round.twin = round;
    expect(() => toPlain(round)).toThrow('nested deeper than 1,000 levels, or contains itself');
    expect(() => toPlain({ a: 1n })).toThrow('A bigint cannot be part of a result.');
  });

  test('that refers to itself over and over is too large', () => {
    let value: unknown = 'x';
    for (let level = 0; level < 60; level += 1) value = [value, value];
    expect(() => toPlain(value)).toThrow('more than 4,000,000 values');
  });
});
