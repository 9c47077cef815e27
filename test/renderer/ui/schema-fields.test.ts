import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Step } from '#shared/model/step.ts';
import { fieldsOf, initialOf, type SchemaField } from '#renderer/ui/schema-fields.ts';

test('a field has the title and the widget that its schema tells', () => {
  const schema = z.object({
    kind: z.literal('x'),
    code: z.string().meta({ title: 'Code', widget: 'javascript' }).optional(),
    level: z.number().default(3).meta({ title: 'Level' }),
    colour: z.enum(['red', 'blue']),
    isOpen: z.boolean(),
  });
  expect(fieldsOf(schema)).toEqual([
    {
      name: 'code',
      title: 'Code',
      widget: 'javascript',
      optional: true,
      choices: [],
      maybeAlone: false,
      parts: [],
      initial: undefined,
    },
    {
      name: 'level',
      title: 'Level',
      widget: 'number',
      optional: true,
      choices: [],
      maybeAlone: false,
      parts: [],
      initial: 3,
    },
    {
      name: 'colour',
      title: 'colour',
      widget: 'choice',
      optional: false,
      choices: ['red', 'blue'],
      maybeAlone: false,
      parts: [],
      initial: undefined,
    },
    {
      name: 'isOpen',
      title: 'isOpen',
      widget: 'check',
      optional: false,
      choices: [],
      maybeAlone: false,
      parts: [],
      initial: undefined,
    },
  ]);
});

test('what a value may be made of decides its widget where nothing else does', () => {
  const Part = z.object({ size: z.number().default(1) });
  const schema = z.object({
    list: z.array(Part),
    part: Part.prefault({}),
    left: Part.optional(),
    alone: z.union([z.string(), z.array(z.string())]).meta({ widget: 'valueList' }),
    address: z.url(),
    rest: z.union([z.string(), z.number()]),
  });
  expect(fieldsOf(schema).map(({ name, widget, initial }) => [name, widget, initial])).toEqual([
    ['list', 'items', undefined],
    ['part', 'group', {}],
    ['left', 'group', undefined],
    ['alone', 'valueList', ''],
    ['address', 'text', ''],
    ['rest', 'json', undefined],
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
      expect(partsIn(fields).filter(({ title, name }) => title === name)).toEqual([]);
    },
  );
});

/** The fields of the objects within, however deep. */
const partsIn = (fields: readonly SchemaField[]): readonly SchemaField[] =>
  fields
    .flatMap(({ parts }) => parts)
    .map(fieldsOf)
    .flatMap((inner) => [...inner, ...partsIn(inner)]);
