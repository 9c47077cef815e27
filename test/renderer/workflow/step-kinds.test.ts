import { describe, expect, test } from 'vitest';
import { Step } from '#shared/model/step.ts';
import { newStep, stepKind, stepKinds } from '#renderer/workflow/step-kinds.ts';

test('the menu offers every kind of the schema, with words', () => {
  expect(stepKinds.map(({ kind }) => kind)).toEqual(Step.options.map((schema) => schema.shape.kind.value));
  for (const { title, description } of stepKinds) expect(title !== '' && description !== '').toBe(true);
});

const mustBeFilledIn = new Set([
  'expression',
  'code',
  'seconds',
  'connection',
  'statement',
  'to',
  'program',
  'folder',
  'items',
  'steps',
  'integration',
  'body',
]);

describe('a new step', () => {
  test('has a name that is free', () => {
    const kind = stepKind('delay');
    expect(newStep(kind, []).name).toBe('delay');
    expect(newStep(kind, ['delay', 'delay2']).name).toBe('delay3');
  });

  test.each(stepKinds.map((info) => [info.kind, info] as const))(
    'of kind %s lacks only what must be filled in',
    (_kind, info) => {
      const parsed = info.schema.safeParse(newStep(info, []));
      const faults = parsed.error?.issues.map(({ path }) => path.join('.')) ?? [];
      expect(faults.filter((path) => !mustBeFilledIn.has(path))).toEqual([]);
    },
  );
});
