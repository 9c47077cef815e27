import { describe, expect, test } from 'vitest';
import { createStripper } from '#main/run/strip-secrets.ts';
import { traceOf } from '#main/run/trace.ts';
import { between, createRandom, seedOf } from '#test/support/random.ts';

const secret = 'p/ä+s "w<&?';
const strip = createStripper(['other-secret', secret]);

test.each([
  ['as it is', secret],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['in JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ['in an address', encodeURIComponent(secret)],
  ['in an address, in lower case', encodeURIComponent(secret).replace(/%../g, (part) => part.toLowerCase())],
  ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
  ['in XML', 'p/ä+s &quot;w&lt;&amp;?'],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64 of Latin-1', Buffer.from(secret, 'latin1').toString('base64')],
])('is taken out %s', (_how, text) => {
  expect(strip(`before ${text} after`)).toMatch(/^before \(secret\)\w?=* after$/);
});

describe('in base64', () => {
  test('is taken out whatever stands before and behind it', () => {
    const seed = seedOf();
    const random = createRandom(seed);
    const bytes = (most: number) =>
      Buffer.from(Array.from({ length: between(random, 0, most) }, () => between(random, 0, 255)));
    for (let round = 0; round < 500; round += 1) {
      const value = `${bytes(20).toString('hex')}${between(random, 1000, 9999)}`;
      const all = Buffer.concat([bytes(6), Buffer.from(value), bytes(6)]);
      for (const encoding of ['base64', 'base64url'] as const) {
        const text = all.toString(encoding);
        const left = createStripper([value])(text);
        expect(left, `${value} in ${text}, SEED=${seed}`).toContain('(secret)');
        expect(Buffer.from(left.replace('(secret)', ''), encoding).includes(value)).toBe(false);
      }
    }
  });
});

test('a value of three characters stands in too much that is none of it', () => {
  expect(createStripper(['abc'])('abcabc')).toBe('abcabc');
  expect(createStripper(['abcd'])('abcd')).toBe('(secret)');
});

test('of two secrets the longer one is meant', () => {
  expect(createStripper(['abcd', 'abcdef'])('abcdefg')).toBe('(secret)g');
});

test('a trace that is cut in the middle of a secret keeps no part of it', () => {
  for (let before = 64 * 1024 - 40; before < 64 * 1024; before += 1) {
    const trace = traceOf({ text: `${'x'.repeat(before)}other-secret` }, strip) ?? '';
    expect(trace.replace(/^\{"text":"x+/, '')).toMatch(/^(\((s(e(c(r(e(t(\)("(\})?)?)?)?)?)?)?)?)?)?$/);
  }
});

test('a number that is a secret is text without it', () => {
  expect(traceOf({ pin: 123_456, 'pin 123456': true }, createStripper(['123456']))).toBe(
    '{"pin":"(secret)","pin (secret)":true}',
  );
});
