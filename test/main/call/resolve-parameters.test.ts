import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHidden } from '#main/call/capture.ts';
import { resolveParameters } from '#main/call/resolve-parameters.ts';
import { QueryParameter } from '#shared/model/parameter.ts';

const hidden = createHidden({ hiddenHeaders: [], hiddenParameters: ['pin'] });
const declared = (...parameters: unknown[]) => parameters.map((one) => QueryParameter.parse(one));
const values = (rawQuery: string, ...parameters: unknown[]) => {
  const query = resolveParameters(rawQuery, declared(...parameters), hidden);
  return query.ok ? { ...query.value } : query.problem;
};

describe('the query parameters of a call', () => {
  it('have their default where the caller does not send them', () => {
    expect(values('', { name: 'warehouse', default: 'MAIN' })).toEqual({ warehouse: 'MAIN' });
    expect(values('warehouse=NORTH', { name: 'warehouse', default: 'MAIN' })).toEqual({ warehouse: 'NORTH' });
    expect(values('warehouse=', { name: 'warehouse', default: 'MAIN' })).toEqual({ warehouse: '' });
  });

  it('come in their type', () => {
    const typed = [
      { name: 'n', type: 'number' },
      { name: 'b', type: 'boolean' },
      { name: 'd', type: 'date', default: '2026-01-31' },
    ];
    expect(values('n=1.5&b=1', ...typed)).toEqual({ n: 1.5, b: true, d: '2026-01-31' });
    expect(values('n=abc', ...typed)).toMatchObject({ code: 'parameter_malformed', path: 'n' });
    expect(values('d=2026-02-30', ...typed)).toMatchObject({ code: 'parameter_malformed', path: 'd' });
  });

  it('are refused where a required one is missing or a single one stands twice', () => {
    expect(values('', { name: 'id', required: true })).toMatchObject({
      code: 'parameter_missing',
      path: 'id',
    });
    expect(values('id=1&id=2', { name: 'id' })).toMatchObject({ code: 'parameter_repeated', path: 'id' });
    expect(values('id=1&id=2', { name: 'id', several: true })).toEqual({ id: ['1', '2'] });
    expect(values('id=1', { name: 'id', several: true })).toEqual({ id: ['1'] });
  });

  it('that are undeclared come as text, or as a list of texts', () => {
    expect(values('a=1&b=2&a=3&c')).toEqual({ a: ['1', '3'], b: '2', c: '' });
  });

  it('never hold a credential', () => {
    expect(values('api_key=hk_secret&pin=1234&a=1')).toEqual({ a: '1' });
  });

  it('survive any name and value, those of prototypes too', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.string(), { noNullPrototype: true }), (sent) => {
        const pairs = Object.entries(sent).filter(([key]) => !['api_key', 'pin'].includes(key));
        const query = resolveParameters(new URLSearchParams(pairs).toString(), [], hidden);
        expect(query.ok && Object.entries(query.value)).toEqual(
          // Lone surrogates cannot be sent; the encoder replaces them.
          pairs.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()]),
        );
      }),
    );
  });

  it('are refused at save where the default does not fit the type', () => {
    expect(
      QueryParameter.safeParse({ name: 'n', type: 'number', default: 'x' }).error?.issues[0],
    ).toMatchObject({
      path: ['default'],
    });
  });
});
