import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Step } from '#shared/model/step.ts';
import { fieldsOf, initialOf } from '#renderer/ui/schema-fields.ts';

test('a field has the title and the widget that its schema tells', () => {
  const schema = z.object({
    kind: z.literal('x'),
    code: z.string().meta({ title: 'Code', widget: 'javascript' }).optional(),
    level: z.number().default(3).meta({ title: 'Level' }),
    colour: z.enum(['red', 'blue']),
    isOpen: z.boolean(),
  });
  expect(fieldsOf(schema)).toEqual([
    { name: 'code', title: 'Code', widget: 'javascript', optional: true, choices: [], initial: undefined },
    { name: 'level', title: 'Level', widget: 'number', optional: true, choices: [], initial: 3 },
    {
      name: 'colour',
      title: 'colour',
      widget: 'choice',
      optional: false,
      choices: ['red', 'blue'],
      initial: undefined,
    },
    { name: 'isOpen', title: 'isOpen', widget: 'check', optional: false, choices: [], initial: undefined },
  ]);
});

test('a new object has its literals, its defaults and empty texts', () => {
  const schema = z.object({
    kind: z.literal('x'),
    url: z.string(),
    status: z.number().default(200),
    when: z.string().optional(),
  });
  expect(initialOf(schema)).toEqual({ kind: 'x', url: '', status: 200 });
});

describe('every kind of step can be filled in', () => {
  test.each(Step.options.map((schema) => [schema.shape.kind.value, schema] as const))(
    '%s',
    (_kind, schema) => {
      const fields = fieldsOf(schema);
      expect(fields.map(({ name }) => name)).toEqual(
        Object.keys(schema.shape).filter((name) => name !== 'kind'),
      );
      expect(fields.filter(({ title, name }) => title === name)).toEqual([]);
    },
  );
});
