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
  | 'sql'
  | 'json'
  | 'value'
  | 'longValue'
  | 'valueList'
  | 'values'
  | 'texts'
  | 'lines'
  | 'numbers'
  | 'longText'
  | 'connection'
  | 'secret'
  | 'group'
  | 'kinds'
  | 'items';

export interface SchemaField {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** How its value is said in a line, with `…` in its place; as it is where left out. */
  readonly said?: string;
  readonly widget: Widget;
  readonly optional: boolean;
  /** For `choice` only. */
  readonly choices: readonly string[];
  /** For `valueList`: one value may stand without a list. */
  readonly maybeAlone: boolean;
  /** For `group` and `items`: the object; for `kinds` those that one is chosen of by its `kind`. */
  readonly parts: readonly z.ZodObject[];
  /** What a new value begins with: its default, or empty. */
  readonly initial: unknown;
}

const Meta = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  widget: z
    .enum([
      ...['jsonata', 'javascript', 'sql', 'json', 'value', 'longValue', 'valueList', 'values'],
      ...['texts', 'lines', 'numbers', 'longText', 'connection'],
    ] as const)
    .optional(),
  secret: z.boolean().optional(),
  said: z.string().optional(),
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
      said: meta.said,
      widget: meta.widget ?? (meta.secret === true ? 'secret' : plainWidget(inner)),
      optional,
      choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
      maybeAlone: inner instanceof z.ZodUnion,
      parts: partsOf(inner),
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
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const under = unwrap(schema.unwrap());
    return {
      inner: under.inner,
      optional: true,
      initial: schema instanceof z.ZodOptional ? under.initial : schema.def.defaultValue,
      meta: { ...under.meta, ...own },
    };
  }
  return { inner: schema, optional: false, initial: undefined, meta: own };
}

function plainWidget(schema: z.core.$ZodType): Widget {
  if (schema instanceof z.ZodEnum) return 'choice';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'check';
  if (schema instanceof z.ZodObject) return 'group';
  if (schema instanceof z.ZodDiscriminatedUnion) return 'kinds';
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject) return 'items';
  return schema._zod.def.type === 'string' ? 'text' : 'json';
}

/** The objects that a value may be; none where it is a plain one. */
function partsOf(schema: z.core.$ZodType): z.ZodObject[] {
  if (schema instanceof z.ZodArray) return partsOf(schema.element);
  if (schema instanceof z.ZodObject) return [schema];
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return [];
  return schema.options.filter((option) => option instanceof z.ZodObject);
}

/** What a schema is called, and its literal `kind`. */
export function kindOf(schema: z.ZodObject): { readonly kind: string; readonly title: string } {
  const { kind } = schema.shape;
  const value = kind instanceof z.ZodLiteral ? String(kind.value) : '';
  return { kind: value, title: Meta.catch({}).parse(schema.meta() ?? {}).title ?? value };
}

const emptyOf = (schema: z.core.$ZodType, widget: Widget | undefined): unknown =>
  schema._zod.def.type === 'string' || widget === 'value' || widget === 'valueList' ? '' : undefined;
