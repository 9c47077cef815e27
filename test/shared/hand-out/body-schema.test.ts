import { expect, test } from 'vitest';
import { placedSchema } from '#shared/hand-out/body-schema.ts';

const pointer = '#/components/schemas/Order-body';

test('what leads to the root of a schema leads to its place in the document, and data is left alone', () => {
  expect(
    placedSchema(
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        properties: {
          $ref: { $ref: '#' },
          const: { $ref: '#/$defs/a' },
          all: { anyOf: [{ $ref: 'urn:b' }] },
        },
        $defs: { a: { const: { $ref: '#/$defs/a' } } },
      },
      pointer,
    ),
  ).toEqual({
    properties: {
      $ref: { $ref: pointer },
      const: { $ref: `${pointer}/$defs/a` },
      all: { anyOf: [{ $ref: 'urn:b' }] },
    },
    $defs: { a: { const: { $ref: '#/$defs/a' } } },
  });
});

test('draft-07 is written as 2020-12 has it', () => {
  expect(
    placedSchema(
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        definitions: { pair: { items: [{ type: 'string' }], additionalItems: false } },
        properties: { lines: { items: { $ref: '#/definitions/pair' } } },
        dependencies: { a: ['b'], c: { required: ['d'] } },
      },
      pointer,
    ),
  ).toEqual({
    definitions: { pair: { prefixItems: [{ type: 'string' }], items: false } },
    properties: { lines: { items: { $ref: `${pointer}/definitions/pair` } } },
    dependentRequired: { a: ['b'] },
    dependentSchemas: { c: { required: ['d'] } },
  });
});

test('a schema with an address of its own stays as it is', () => {
  const schema = { $id: 'https://example.com/order', $ref: '#/$defs/a', $defs: { a: {} } };
  expect(placedSchema(schema, pointer)).toEqual(schema);
});
