import type { BodySchema } from '../model/body-contract.ts';

/** What stands for data, in which `$ref` is a name like any other. */
const dataKeywords = new Set(['const', 'default', 'enum', 'examples', 'example']);
/** Whose members are named by somebody. */
const namedKeywords = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);

/**
 * A schema as part of a larger document, at `pointer` (`#/components/schemas/Order`): what leads to its own root leads
 * there, and draft-07 is written as its successor has it, since one document has one dialect. One with an `$id` of its
 * own is a document by itself, and stays as it is.
 */
export function placedSchema(schema: BodySchema, pointer: string): BodySchema {
  if (typeof schema['$id'] === 'string') return schema;
  const { $schema: dialect, ...rest } = schema;
  const isOld = typeof dialect === 'string' && dialect.includes('draft-07');
  return placedMembers(rest, { pointer, isOld });
}

type Json = BodySchema[string];
type Around = { readonly pointer: string; readonly isOld: boolean };

const isMembers = (value: Json | undefined): value is BodySchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const placed = (value: Json, around: Around): Json => {
  if (Array.isArray(value)) return value.map((item) => placed(item, around));
  return isMembers(value) ? placedMembers(value, around) : value;
};

const placedMembers = (schema: BodySchema, around: Around): BodySchema =>
  Object.fromEntries(
    Object.entries(around.isOld ? renewed(schema) : schema).map(([key, value]): [string, Json] => {
      if (dataKeywords.has(key)) return [key, value];
      if (key === '$ref' && typeof value === 'string') return [key, placedRef(value, around.pointer)];
      if (namedKeywords.has(key) && isMembers(value)) {
        const members = Object.entries(value);
        return [key, Object.fromEntries(members.map(([name, one]) => [name, placed(one, around)]))];
      }
      return [key, placed(value, around)];
    }),
  );

const placedRef = (ref: string, pointer: string): string =>
  ref === '#' || ref.startsWith('#/') ? `${pointer}${ref.slice(1)}` : ref;

/** Keywords of draft-07 that have other names in 2020-12. */
function renewed(schema: BodySchema): BodySchema {
  const { items, additionalItems, dependencies, ...rest } = schema;
  const parts = isMembers(dependencies) ? Object.entries(dependencies) : [];
  const required = parts.filter(([, value]) => Array.isArray(value));
  const schemas = parts.filter(([, value]) => !Array.isArray(value));
  return {
    ...rest,
    ...(Array.isArray(items)
      ? { prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
      : items === undefined
        ? {}
        : { items }),
    ...(required.length === 0 ? {} : { dependentRequired: Object.fromEntries(required) }),
    ...(schemas.length === 0 ? {} : { dependentSchemas: Object.fromEntries(schemas) }),
  };
}
