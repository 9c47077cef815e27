import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from '#renderer/call-detail/indent-json.ts';

test('JSON is laid out with its numbers and repeated keys as they were sent', () => {
  expect(indentJson('{"id":12345678901234567890,"a":1.50,"a":[],"b":{"c":[1,"x, {y}"]}}')).toBe(
    `{
  "id": 12345678901234567890,
  "a": 1.50,
  "a": [],
  "b": {
    "c": [
      1,
      "x, {y}"
    ]
  }
}`,
  );
});

test('a text that is no JSON is left alone', () => {
  expect([indentJson('a=1&b=2'), indentJson('{"a":'), indentJson('')]).toEqual([null, null, null]);
});

test('whatever the JSON, laid out it is what JSON.stringify lays out', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});
