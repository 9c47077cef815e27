import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Code } from '#shared/model/address.ts';
import { KeyText } from '#shared/model/api-key.ts';
import { makeCode } from '#renderer/trigger-setup/make-code.ts';
import { makeKey } from '#renderer/ui/keys/make-key.ts';

test('whatever the random bytes are, a code is five characters of a to z and 0 to 9', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 5, maxLength: 5 }), { maxLength: 4 }), (draws) => {
      let at = 0;
      const code = makeCode((bytes) => draws[at++] ?? bytes.fill(at));
      expect(Code.safeParse(code).success).toBe(true);
    }),
  );
});

test('a byte beyond the last whole round of the alphabet is drawn again', () => {
  const draws = [
    [255, 252, 0, 1, 2],
    [35, 36, 0, 0, 0],
  ];
  let at = 0;
  expect(makeCode(() => new Uint8Array(draws[at++]!))).toBe('abc9a');
});

test('generated keys are valid, of 256 bits, and differ', () => {
  const keys = Array.from({ length: 100 }, makeKey);
  expect(new Set(keys).size).toBe(100);
  for (const key of keys) {
    expect(key).toMatch(/^hk_[A-Za-z0-9_-]{43}$/);
    expect(KeyText.safeParse(key).success).toBe(true);
  }
});
