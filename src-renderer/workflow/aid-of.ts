// What a preview says of each field of the form. Pure.
import type { Preview } from '#shared/model/preview.ts';
import type { ExpressionAid, Fault, FieldAid, Sketch } from '#renderer/ui/expression-aid.ts';
import { listAround, namesBefore, type StepNames } from './names-before-step.ts';

type Values = ReadonlyMap<string, string | null>;

const nothing: FieldAid = { value: undefined, faults: [] };

/** `draft`: what the form says of the names there are. */
export function aidOf(
  preview: Preview | null,
  draft: () => { readonly parameters: readonly string[]; readonly workflow: StepNames },
): ExpressionAid {
  const values: Values = new Map(preview?.values.map(({ path, value }) => [path.join('.'), value]));
  const missing = new Map(preview?.values.map(({ path, without }) => [path.join('.'), without]));
  const faults = (preview?.faults ?? []).map((fault) => ({ ...fault, at: fault.path.join('.') }));
  // The same object each time, so that an editor is told of a change only where there is one.
  const known = new Map<string, FieldAid>();

  function at(path: string): FieldAid {
    const before = known.get(path);
    if (before !== undefined) return before;
    const own = faults.flatMap(({ at: place, ...fault }) => faultWithin(path, place, fault));
    const value = valueAt(values, path);
    const aid =
      own.length === 0 && value === undefined ? nothing : { value, faults: own, without: missing.get(path) };
    known.set(path, aid);
    return aid;
  }

  return {
    at,
    sketchFor(path) {
      const { parameters, workflow } = draft();
      return sketchFor(preview?.sketch ?? {}, { path, parameters, workflow });
    },
  };
}

/** A fault of a part of a field is one of the field, but its place is meant in the part. */
function faultWithin(path: string, at: string, { message, place }: Fault): Fault[] {
  if (at === path) return [{ message, place }];
  return at.startsWith(`${path}.`) ? [{ message, place: null }] : [];
}

/** What a field gives, or what the part of a record gives in which it is one. */
function valueAt(values: Values, path: string): string | null | undefined {
  if (values.has(path)) return values.get(path);
  const parts = path.split('.');
  const length = parts.findIndex((_part, at) => values.has(parts.slice(0, at).join('.')));
  const record = length < 0 ? undefined : values.get(parts.slice(0, length).join('.'));
  if (record === undefined || record === null) return undefined;
  try {
    const part: unknown = Reflect.get(JSON.parse(record) as object, parts.slice(length).join('.'));
    return part === undefined ? undefined : JSON.stringify(part);
  } catch {
    return undefined;
  }
}

const ofCall = {
  id: '019f…',
  method: 'POST',
  path: '/…',
  receivedAt: '2026-…',
  keyLabel: 'ERP',
  attempt: 1,
  lane: '…',
};

function sketchFor(
  sketch: Preview['sketch'],
  { path, parameters, workflow }: { path: string; parameters: readonly string[]; workflow: StepNames },
): Sketch {
  const query: Sketch = {
    ...Object.fromEntries(parameters.map((name) => [name, null])),
    ...asRecord(sketch.query),
  };
  const common = {
    query,
    headers: sketch.headers ?? {},
    body: sketch.body ?? null,
    bodyError: sketch.bodyError ?? null,
    call: sketch.call ?? ofCall,
    env: sketch.env ?? {},
  };
  if (!path.startsWith('workflow')) return common;
  const results = asRecord(sketch.steps);
  const steps = Object.fromEntries(namesBefore(workflow, path).map((name) => [name, results[name] ?? null]));
  const list = listAround(workflow, path);
  const ofItem: Readonly<Record<string, Sketch>> =
    list === null ? {} : { item: asRecord(sketch.items)[list] ?? null, index: 0 };
  return { ...common, input: sketch.input ?? null, steps, ...ofItem };
}

const asRecord = (value: Sketch | undefined): Readonly<Record<string, Sketch>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
