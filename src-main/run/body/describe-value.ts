import { mergeSchemas, type SampleSchema } from '#shared/model/merge-schemas.ts';

/** Bounds of what is made of one body: more of it tells nothing new. */
const maxDepth = 20;
const maxItems = 1_000;
const maxNames = 500;

/** The schema of one value: its types, its names, all of them required. */
export function describeValue(value: unknown, depth = 0): SampleSchema {
  if (value === null || value === undefined) return { type: ['null'] };
  if (typeof value === 'string') return describeText(value);
  if (typeof value === 'number') return { type: [Number.isInteger(value) ? 'integer' : 'number'] };
  if (typeof value === 'boolean') return { type: ['boolean'] };
  if (Array.isArray(value)) return describeList(value, depth);
  if (typeof value !== 'object' || value instanceof Uint8Array || depth >= maxDepth)
    return { type: ['object'] };
  const entries = Object.entries(value).slice(0, maxNames);
  return {
    type: ['object'],
    properties: Object.fromEntries(entries.map(([name, inner]) => [name, describeValue(inner, depth + 1)])),
    required: entries.map(([name]) => name),
  };
}

function describeList(list: readonly unknown[], depth: number): SampleSchema {
  if (list.length === 0 || depth >= maxDepth) return { type: ['array'] };
  const items = list.slice(0, maxItems).map((item) => describeValue(item, depth + 1));
  return { type: ['array'], items: items.reduce(mergeSchemas) };
}

/** Only forms that no other text has by chance. */
const formats: readonly (readonly [name: string, form: RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
];

function describeText(text: string): SampleSchema {
  const format = formats.find(([, form]) => form.test(text))?.[0];
  return { type: ['string'], ...(format === undefined ? {} : { format }) };
}
