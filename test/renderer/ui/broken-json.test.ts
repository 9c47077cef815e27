import { expect, test } from 'vitest';
import { AnyValue } from '#shared/model/step-value.ts';
import { BrokenJson, readJson, writeJson } from '#renderer/ui/broken-json.ts';

test('text that is no JSON yet is kept as it was typed, and cannot be saved', () => {
  const value = readJson('{ "a": ');
  expect(value).toBeInstanceOf(BrokenJson);
  expect(writeJson(value)).toBe('{ "a": ');
  expect(AnyValue.safeParse(value).success).toBe(false);
});

test('JSON becomes its value, and no text none', () => {
  expect(readJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
  expect(readJson(' ')).toBeUndefined();
  expect(writeJson(undefined)).toBe('');
});
