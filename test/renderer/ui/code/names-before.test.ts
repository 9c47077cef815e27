import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { completeNames } from '#renderer/ui/code/complete-names.ts';
import { expressionStart, offersAt, trailOf, written } from '#renderer/ui/code/names-before.ts';
import type { CodeLanguage } from '#renderer/ui/code/languages.ts';

const sketch = {
  query: { sku: 'A1' },
  headers: { 'content-type': 'application/json' },
  body: { lines: [{ sku: 'A1', amount: 2 }], note: null },
  steps: { ask: { body: { stock: 7 } } },
};

describe('the trail before the cursor', () => {
  test.each<[string, readonly string[] | null, number]>([
    ['', [], 0],
    ['query.', ['query'], 6],
    ['{ "sku": query.sk', ['query'], 15],
    ['body.lines[0].', ['body', 'lines'], 14],
    ['body.lines[sku = "a.b"].am', ['body', 'lines'], 24],
    ['headers.`content-type`.x', ['headers', 'content-type'], 23],
    ['steps.ask?.body.', ['steps', 'ask', 'body'], 16],
    ['$su', [], 0],
    ['(a & b).c', null, 0],
    ['$sum(body.', ['body'], 10],
  ])('%s', (text, names, from) => {
    const trail = trailOf(text);
    expect(trail === null ? null : trail.names).toEqual(names);
    if (trail !== null) expect(trail.from).toBe(from);
  });
});

test('a list is looked into, and each name comes with an example', () => {
  expect(offersAt(sketch, ['body', 'lines'])).toEqual([
    { name: 'sku', example: '"A1"' },
    { name: 'amount', example: '2' },
  ]);
  expect(offersAt(sketch, ['body', 'none'])).toEqual([]);
  expect(offersAt(sketch, [])[2]).toEqual({ name: 'body', example: '{ lines, note }' });
});

test('a name that the language would not read as one is quoted', () => {
  expect(['sku', 'content-type', 'and', '1st'].map(written)).toEqual([
    'sku',
    '`content-type`',
    '`and`',
    '`1st`',
  ]);
});

test('an expression begins after {{, and in JSON where `from` has its text', () => {
  expect(expressionStart('http://{{ query.a }}/{{ bo')).toBe(23);
  expect(expressionStart('http://{{ query.a }}/')).toBe(null);
  expect(expressionStart('{ "a": { "from": "bo')).toBe(18);
  expect(expressionStart('{ "a": "bo')).toBe(null);
});

const offered = (language: CodeLanguage, text: string, explicit = false): readonly string[] => {
  const state = EditorState.create({ doc: text });
  const found = completeNames(language, () => sketch)(new CompletionContext(state, text.length, explicit));
  return found === null || found instanceof Promise ? [] : found.options.map(({ label }) => label);
};

describe('what is offered', () => {
  test('are the names at the place, and functions where an expression begins', () => {
    expect(offered('jsonata', '{ "sku": query.')).toEqual(['sku']);
    expect(offered('jsonata', 'qu')).toContain('query');
    expect(offered('jsonata', '$su')).toContain('$sum');
    expect(offered('jsonata', '$su')).not.toContain('query');
    expect(offered('template', 'http://que')).toEqual([]);
    expect(offered('template', 'http://{{ steps.ask.body.')).toEqual(['stock']);
    expect(offered('json', '{ "a": { "from": "steps.ask.body.')).toEqual(['stock']);
    expect(offered('javascript', 'return headers.')).toEqual(['content-type']);
    expect(offered('javascript', '$')).toEqual([]);
  });

  test('is nothing before anything was typed, but when asked for', () => {
    expect(offered('jsonata', '')).toEqual([]);
    expect(offered('jsonata', '', true)).toContain('body');
  });
});
