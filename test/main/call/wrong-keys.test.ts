import { describe, expect, it } from 'vitest';
import { createWrongKeys } from '#main/call/wrong-keys.ts';
import { problem, type ProblemCode } from '#shared/problem.ts';

/** A clock by hand, and what the n-th refusal from an address is answered with. */
function open() {
  const clock = { ms: 1_000_000 };
  const wrongKeys = createWrongKeys({
    tick: () => clock.ms,
    isExempt: (address) => address === '127.0.0.1',
  });
  const judge = (address: string, code: ProblemCode = 'key_wrong') =>
    wrongKeys.judge(address, problem(code, { reason: 'Nobody has this key.' }));
  const codes = (count: number, address: string, code?: ProblemCode) =>
    Array.from({ length: count }, () => judge(address, code).code);
  return { clock, judge, codes };
}

describe('who sends wrong keys', () => {
  it('is told so sixty times within a minute, and then to wait', () => {
    const { clock, judge, codes } = open();
    expect(new Set(codes(60, '203.0.113.1'))).toEqual(new Set(['key_wrong']));
    clock.ms += 20_000;
    const told = judge('203.0.113.1');
    expect(told).toMatchObject({ code: 'too_many_wrong_keys', retryAfterSeconds: 40 });
    expect(told.reason).toContain('Nobody has this key.');
    expect(told.detail).not.toContain('Nobody');
  });

  it('begins anew after the minute', () => {
    const { clock, codes } = open();
    codes(100, '203.0.113.1');
    clock.ms += 60_000;
    expect(codes(61, '203.0.113.1').indexOf('too_many_wrong_keys')).toBe(60);
  });

  it('does nothing to callers from other addresses, nor to those of this machine', () => {
    const { codes } = open();
    codes(100, '203.0.113.1');
    expect(codes(1, '203.0.113.2')).toEqual(['key_wrong']);
    expect(new Set(codes(100, '127.0.0.1'))).toEqual(new Set(['key_wrong']));
  });

  it('is not who sent no key, or is refused for another reason', () => {
    const { codes } = open();
    for (const code of ['key_missing', 'key_disabled', 'not_exposed'] as const) {
      expect(new Set(codes(100, '203.0.113.1', code))).toEqual(new Set([code]));
    }
    expect(codes(1, '203.0.113.1')).toEqual(['key_wrong']);
  });

  it('costs a bounded memory from however many addresses', () => {
    const { codes } = open();
    codes(60, 'first');
    for (let at = 0; at < 10_000; at += 1) codes(1, `address ${at}`);
    expect(codes(1, 'first')).toEqual(['key_wrong']);
  });
});
