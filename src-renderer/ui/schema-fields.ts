// What a form needs to know of an object's schema: its fields in order, with the title, the widget and the
// first value of each. Pure; a kind is never named here.
import { z } from 'zod';

export type Widget =
  | 'text'
  | 'number'
  | 'check'
  | 'choice'
  | 'jsonata'
  | 'javascript'
  | 'json'
  | 'value'
  | 'values'
  | 'texts'
  | 'lines';

export interface SchemaField {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly widget: Widget;
  readonly optional: boolean;
  /** For `choice` only. */
  readonly choices: readonly string[];
  /** What a new value begins with: its default, or empty. */
  readonly initial: unknown;
}

const Meta = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  widget: z.enum(['jsonata', 'javascript', 'json', 'value', 'values', 'texts', 'lines']).optional(),
});

/** The fields of an object, but for those that are one literal. */
export function fieldsOf(schema: z.ZodObject): readonly SchemaField[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const { inner, optional, initial, meta } = unwrap(field);
    if (inner instanceof z.ZodLiteral) return [];
    return {
      name,
      title: meta.title ?? name,
      description: meta.description,
      widget: meta.widget ?? plainWidget(inner),
      optional,
      choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
      initial: initial ?? (optional ? undefined : emptyOf(inner, meta.widget)),
    };
  });
}

/** The value a new object of this schema begins with; not valid yet where a field is required. */
export function initialOf(schema: z.ZodObject): Record<string, unknown> {
  const literals = Object.entries(schema.shape).flatMap(([name, field]) =>
    field instanceof z.ZodLiteral ? [[name, field.value] as const] : [],
  );
  const fields = fieldsOf(schema).flatMap(({ name, initial }) =>
    initial === undefined ? [] : [[name, initial] as const],
  );
  return Object.fromEntries([...literals, ...fields]);
}

/** Takes optional and default off, and gathers what was said of the field on the way. */
function unwrap(schema: z.core.$ZodType): {
  inner: z.core.$ZodType;
  optional: boolean;
  initial: unknown;
  meta: z.infer<typeof Meta>;
} {
  const own = Meta.catch({}).parse(z.globalRegistry.get(schema) ?? {});
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const under = unwrap(schema.unwrap());
    return {
      inner: under.inner,
      optional: true,
      initial: schema instanceof z.ZodDefault ? schema.def.defaultValue : under.initial,
      meta: { ...under.meta, ...own },
    };
  }
  return { inner: schema, optional: false, initial: undefined, meta: own };
}

function plainWidget(schema: z.core.$ZodType): Widget {
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'check';
  return 'text';
}

const emptyOf = (schema: z.core.$ZodType, widget: Widget | undefined): unknown =>
  schema instanceof z.ZodString || widget === 'value' ? '' : undefined;
