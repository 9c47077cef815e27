// Schemas that were made from sample bodies, put together: what all of them allow.

/** The part of JSON Schema that a sample can say something about. */
export interface SampleSchema {
  readonly type: readonly string[];
  /** Of texts: one that all samples have. */
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SampleSchema>>;
  readonly required?: readonly string[];
  readonly items?: SampleSchema;
}

/** A schema that both samples fit. A property is required where every object had it. */
export function mergeSchemas(one: SampleSchema, other: SampleSchema): SampleSchema {
  const areObjects = one.properties !== undefined && other.properties !== undefined;
  const format =
    one.type.includes('string') && other.type.includes('string')
      ? both(one.format, other.format)
      : (one.format ?? other.format);
  const items = one.items && other.items ? mergeSchemas(one.items, other.items) : (one.items ?? other.items);
  const properties = mergeProperties(one.properties, other.properties);
  const required = areObjects
    ? (one.required ?? []).filter((name) => other.required?.includes(name))
    : (one.required ?? other.required);
  return {
    type: mergeTypes(one.type, other.type),
    ...(format === undefined ? {} : { format }),
    ...(properties === undefined ? {} : { properties }),
    ...(required === undefined ? {} : { required }),
    ...(items === undefined ? {} : { items }),
  };
}

const both = (one: string | undefined, other: string | undefined): string | undefined =>
  one === other ? one : undefined;

function mergeTypes(one: readonly string[], other: readonly string[]): string[] {
  const types = new Set([...one, ...other]);
  if (types.has('number')) types.delete('integer');
  return [...types].sort();
}

type Properties = SampleSchema['properties'];

function mergeProperties(one: Properties, other: Properties): Properties {
  if (one === undefined || other === undefined) return one ?? other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [left, right] = [own(one, name), own(other, name)];
      return [name, left && right ? mergeSchemas(left, right) : (left ?? right!)];
    }),
  );
}

const own = (properties: NonNullable<Properties>, name: string): SampleSchema | undefined =>
  Object.hasOwn(properties, name) ? properties[name] : undefined;
