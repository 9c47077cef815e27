import { expect, test } from 'vitest';
import { compileSchema } from '#main/run/body/compile-schema.ts';
import { sampleValue } from '#shared/samples/sample-value.ts';

const line = {
  type: 'object',
  required: ['item', 'quantity'],
  properties: { item: { type: 'string', minLength: 8 }, quantity: { type: 'integer', exclusiveMinimum: 0 } },
  additionalProperties: false,
};

test.each([
  { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } },
  { type: 'object', required: ['lines'], properties: { lines: { type: 'array', minItems: 2, items: line } } },
  { $defs: { 'a/b': line }, allOf: [{ $ref: '#/$defs/a~1b' }] },
  { $schema: 'http://json-schema.org/draft-07/schema#', definitions: { line }, $ref: '#/definitions/line' },
  { oneOf: [{ const: 'a' }, { type: 'number' }] },
  { type: ['null', 'number'], minimum: 10, multipleOf: 4 },
  { type: 'array', prefixItems: [{ type: 'boolean' }, { enum: ['x', 'y'] }] },
  { type: 'object', properties: { at: { type: 'string', format: 'date-time' }, kind: { enum: ['order'] } } },
  { type: 'string', maxLength: 2 },
  { type: 'integer', maximum: -3 },
  { type: 'object', required: ['anything'] },
  { examples: [{ number: 'WO-1' }] },
  {},
])('the sample of a schema fits it: %j', (schema) => {
  expect(compileSchema(schema)(sampleValue(schema))).toBeNull();
});

test('a schema that names itself has a sample that ends', () => {
  const node = { type: 'object', properties: { next: { $ref: '#' } } };
  expect(JSON.stringify(sampleValue(node)).length).toBeLessThan(500);
});
