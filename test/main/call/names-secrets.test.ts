// Whose expressions and code need a value of the environment, as far as their text tells.
import { describe, expect, it } from 'vitest';
import { mayNameAny, type Text, valuesNamed, written } from '#main/call/names-secrets.ts';
import { Workflow } from '#shared/model/step.ts';

const step = (code: string): Text => {
  const steps = Workflow.parse([{ name: 'a', kind: 'javascript', code }]);
  return { by: null, dataProcessing: undefined, steps };
};
const isNamed = (code: string) => valuesNamed(written(step(code))).has('ERP');
const isAny = (code: string) => mayNameAny(written(step(code)));

describe('a value of the environment is named', () => {
  it.each([
    'env.ERP',
    '(\n\tenv.ERP',
    'a\nenv.ERP',
    'a\tenv.ERP',
    'return env\n  .ERP',
    'env . ERP',
    'env?.ERP',
    'env?.["ERP"]',
    'env["ERP"]',
    "env[ 'ERP' ]",
    'env[`ERP`]',
    'env.`ERP`',
    'env."ERP"',
    String.raw`'C:\\new' & env.ERP`,
  ])('by %j', (code) => {
    expect([isNamed(code), isAny(code)]).toEqual([true, false]);
  });

  it.each(['env.ERP_OLD', 'env.OTHER', 'myenv.ERP', 'ERP', 'env["ERP_OLD"]', String.raw`\nenv2.ERP`])(
    'but not by %j',
    (code) => {
      expect([isNamed(code), isAny(code)]).toEqual([false, false]);
    },
  );

  it('wherever expressions stand', () => {
    const nothing = { by: null, dataProcessing: undefined, steps: [] };
    const texts: Text[] = [
      { ...nothing, by: 'env.ERP' },
      { ...nothing, dataProcessing: 'env.ERP' },
      {
        ...nothing,
        steps: Workflow.parse([
          { name: 'a', kind: 'httpRequest', method: 'GET', url: 'http://a', headers: { a: '{{env.ERP}}' } },
        ]),
      },
    ];
    expect(texts.map((text) => valuesNamed(written(text)).has('ERP'))).toEqual([true, true, true]);
    expect(valuesNamed(written(nothing)).has('ERP')).toBe(false);
  });
});

describe('any value may be meant', () => {
  it.each([
    'env["ERP_" + body.of]',
    'env[`ERP_` + body.of]',
    'env?.[name]',
    'env\n[name]',
    '$lookup(env, name)',
    'const all = env',
    'const { ERP } =\n\tenv;',
    'f(env)',
    'f(1, env)',
    'Reflect.get(env, name)',
    'Object.entries(\n  env,\n)',
  ])('by %j', (code) => {
    expect(isAny(code)).toBe(true);
  });

  it.each([
    'f(env.OTHER)',
    'f(1, env.OTHER, 2)',
    'a = env.OTHER',
    'a = env?.OTHER',
    'a = env["OTHER"]',
    'development, environment, other',
  ])('but not by %j', (code) => {
    expect(isAny(code)).toBe(false);
  });
});
