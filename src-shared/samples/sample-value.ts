// A value that fits a JSON Schema, as far as that can be told from it: for samples that people begin with. Pure.
import { z } from 'zod';

const Node = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  minItems: z.number().optional(),
  enum: z.array(z.unknown()).optional(),
  examples: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  multipleOf: z.number().optional(),
  $ref: z.string().optional(),
  allOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});
type Node = z.infer<typeof Node>;

/** Schemas that name themselves have to end somewhere. */
const maxDepth = 12;

export function sampleValue(schema: unknown, root: unknown = schema, depth = 0): unknown {
  const parsed = Node.safeParse(schema);
  if (!parsed.success || depth > maxDepth) return null;
  const node = parsed.data;
  if (Object.hasOwn(node, 'const')) return node['const'];
  if (node.examples?.[0] !== undefined) return node.examples[0];
  if (Object.hasOwn(node, 'default')) return node['default'];
  if (node.enum?.[0] !== undefined) return node.enum[0];
  if (node.$ref !== undefined) return sampleValue(at(root, node.$ref), root, depth + 1);
  const parts = [...(node.allOf ?? []), ...(node.anyOf ?? node.oneOf ?? []).slice(0, 1)];
  const own = ownValue(node, root, depth);
  return parts.reduce<unknown>((value, part) => merged(value, sampleValue(part, root, depth + 1)), own);
}

/** What is said in several places together; null says nothing. */
function merged(a: unknown, b: unknown): unknown {
  if (a === null || a === undefined) return b;
  return isObject(a) && isObject(b) ? { ...a, ...b } : a;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function ownValue(node: Node, root: unknown, depth: number): unknown {
  switch (typeOf(node)) {
    case 'object':
      return objectOf(node, root, depth);
    case 'array':
      return listOf(node, root, depth);
    case 'string':
      return textOf(node);
    case 'integer':
      return Math.ceil(numberOf(node, 1));
    case 'number':
      return numberOf(node, 0.5);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function typeOf({ type, properties, items, prefixItems }: Node): string | undefined {
  const named = typeof type === 'string' ? type : type?.find((one) => one !== 'null');
  if (named !== undefined) return named;
  if (properties !== undefined) return 'object';
  return items !== undefined || prefixItems !== undefined ? 'array' : undefined;
}

/** What is required, and what else is declared as long as it is not deep. */
function objectOf({ properties = {}, required = [] }: Node, root: unknown, depth: number) {
  const names = [...new Set([...required, ...(depth < 4 ? Object.keys(properties) : [])])];
  return Object.fromEntries(
    names.map((name) => [name, sampleValue(properties[name] ?? {}, root, depth + 1)] as const),
  );
}

function listOf({ items, prefixItems = [], minItems = 1 }: Node, root: unknown, depth: number) {
  const count = Math.min(Math.max(minItems, 1), 100);
  return Array.from({ length: Math.max(prefixItems.length, items === undefined ? 0 : count) }, (_, index) =>
    sampleValue(prefixItems[index] ?? items, root, depth + 1),
  );
}

const formats: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'somebody@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '01998d5e-0000-7000-8000-000000000001',
};

const textOf = ({ format = '', minLength = 0, maxLength = Infinity }: Node): string =>
  formats[format] ?? 'text'.padEnd(minLength, '-').slice(0, maxLength);

function numberOf({ minimum, exclusiveMinimum, maximum, multipleOf = 0 }: Node, step: number): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + step);
  const value = least ?? Math.min(1, maximum ?? 1);
  return multipleOf > 0 ? Math.ceil(value / multipleOf) * multipleOf : value;
}

/** `#/$defs/line`, looked up in the whole schema; undefined where it leads elsewhere. */
function at(root: unknown, ref: string): unknown {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  const steps = ref.slice(2).split('/');
  return steps.reduce<unknown>(
    (place, step) =>
      isObject(place)
        ? place[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')]
        : undefined,
    root,
  );
}
