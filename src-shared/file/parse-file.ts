import type { ParsedNode } from 'yaml';
import { pathText } from '../path.ts';
import { problem } from '../problem.ts';
import { ok, refuse, type Result } from '../result.ts';

const maxDepth = 64;
/** An alias that multiplies a node beyond this is an attack, not a short cut. */
const maxAliases = 1000;

/** Reads YAML or JSON of an unknown origin as plain data. Problems: `input_invalid`, with the line or the path. */
export async function parseFile(text: string): Promise<Result<unknown>> {
  if (text.trim() === '') return invalid('It is empty.');
  const read = parseJson(text) ?? (await parseYaml(text));
  return read.ok ? refuseStrangeKeys(read.value) : read;
}

const invalid = (detail: string, path?: string) =>
  refuse(problem('input_invalid', path === undefined ? { detail } : { detail, path }));

/** A large JSON file is read in a fraction of the time YAML takes; null where it is none. */
function parseJson(text: string): Result<unknown> | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    return ok(JSON.parse(text));
  } catch {
    // A YAML flow mapping begins alike, and YAML's message has the line.
    return null;
  }
}

async function parseYaml(text: string): Promise<Result<unknown>> {
  const { parseDocument } = await import('yaml');
  try {
    const document = parseDocument<ParsedNode>(text, { logLevel: 'error', stringKeys: true });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) return invalid(faultText(fault.message));
    return ok(document.toJS({ maxAliasCount: maxAliases }));
  } catch (error) {
    return invalid(faultText(error instanceof Error ? error.message : String(error)));
  }
}

/** The first line tells what and where; the lines after it show the place. */
const faultText = (message: string): string =>
  message.includes('call stack')
    ? 'It is nested too deep.'
    : message.split('\n', 1).join('').replace(/:$/, '');

/** Names that mean something to JavaScript itself are no field of anything. */
function refuseStrangeKeys(file: unknown): Result<unknown> {
  const open: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [
    { value: file, path: [] },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length > maxDepth)
      return invalid(`It is nested deeper than ${maxDepth} levels.`, pathText(path.slice(0, 4)));
    if (Object.hasOwn(value, '__proto__')) {
      const at = pathText([...path, '__proto__']);
      return invalid('This is not a name for a field.', at);
    }
    const parts: readonly (readonly [PropertyKey, unknown])[] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    for (const [key, part] of parts) open.push({ value: part, path: [...path, key] });
  }
  return ok(file);
}
