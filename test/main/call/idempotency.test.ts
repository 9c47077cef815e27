import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepIdempotencyKey, readIdempotencyKey } from '#main/call/idempotency.ts';

const trigger = { idempotency: { header: 'Idempotency-Key' as const, hours: 2 } };
const read = (...values: string[]) =>
  readIdempotencyKey({ rawHeaders: values.flatMap((value) => ['IDEMPOTENCY-key', value]) }, trigger);

describe('an idempotency key', () => {
  it.each([
    ['k', 'k'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"in-quotes"', 'in-quotes'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['a"b', 'a"b'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('%s is %s', (sent, value) => {
    expect(read(sent)).toMatchObject({ ok: true, value: { value } });
  });

  it.each(['', '""', 'two words', '"two words"', '"open', '"a"b"', 'ä', 'x'.repeat(256), 'a\tb'])(
    'that is %j is malformed',
    (sent) => {
      expect(read(sent)).toMatchObject({ ok: false, problem: { code: 'idempotency_key_malformed' } });
    },
  );

  it('is none where none is sent, another header is asked for, or none is', () => {
    expect(read()).toEqual({ ok: true, value: null });
    const rawHeaders = ['Idempotency-Key', 'two words'];
    const other = { idempotency: { header: 'webhook-id' as const, hours: 1 } };
    expect(readIdempotencyKey({ rawHeaders }, other)).toEqual({ ok: true, value: null });
    expect(readIdempotencyKey({ rawHeaders }, { idempotency: false })).toEqual({ ok: true, value: null });
  });
});

describe('what makes two requests the same', () => {
  const request = {
    method: 'POST',
    path: '/abcde/Orders',
    rawQuery: 'a=1&b=2',
  };
  type Change = Partial<typeof request> & { body?: readonly string[] };
  /** `body`: as it came, in parts. */
  const fingerprint = ({ body = ['{}'], ...change }: Change, contentType?: string) => {
    const bodyHash = createHash('sha256');
    for (const part of body) bodyHash.update(part);
    const same = { request: { ...request, ...change }, contentType };
    return keepIdempotencyKey({ value: 'key', bodyHash }, trigger, 'id', same)?.fingerprint;
  };
  it('is what they ask for, not how they were sent', () => {
    expect(fingerprint({ rawQuery: 'b=2&a=1' })).toBe(fingerprint({}));
  });

  it('is the same for a body that comes in parts', () => {
    expect(fingerprint({ body: ['{', '}'] })).toBe(fingerprint({}));
  });

  it('is anything else that differs', () => {
    const other: Change[] = [
      { method: 'PUT' },
      { path: '/abcde/Other' },
      { rawQuery: 'a=1&b=3' },
      { rawQuery: 'a=1' },
      { body: [] },
      { body: ['{ }'] },
    ];
    const made = [...[{}, ...other].map((change) => fingerprint(change)), fingerprint({}, 'text/plain')];
    expect(new Set(made).size).toBe(made.length);
  });

  it('cannot be mixed up where one part ends and the next begins', () => {
    const Part = fc.string({ unit: fc.constantFrom('a', '"', ',', '\\'), maxLength: 3 });
    const parts = fc.record({ method: Part, path: Part, rawQuery: Part });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(fingerprint(one) === fingerprint(other)).toBe(
          one.method === other.method && one.path === other.path && one.rawQuery === other.rawQuery,
        );
      }),
    );
  });
});
