// What may be written at a place of an expression: the names that a sample has there. Pure.
import type { Sketch } from '../expression-aid.ts';

/** What stands before the cursor: the names that lead there, and the beginning of one more. */
export interface Trail {
  readonly names: readonly string[];
  readonly from: number;
  /** After `$`: a function or a variable. */
  readonly isFunction: boolean;
}

const trailPattern =
  /(?:(?:[\p{L}_$][\p{L}\p{N}_$]*|`[^`\n]*`)(?:\[[^\][]*\])*\??\.\s*)*(?:\$[\w]*|[\p{L}_][\p{L}\p{N}_]*|`[^`\n]*)?$/u;

/** The trail that ends where the text does. */
export function trailOf(text: string): Trail | null {
  const found = trailPattern.exec(text)?.[0] ?? '';
  const parts = partsOf(found);
  const last = parts.pop() ?? '';
  const before = text.at(-found.length - 1) ?? '';
  // A step of a path that does not begin with a name: nothing is known of what it is asked of.
  if (found.length > 0 && (before === '.' || /[\p{L}\p{N}_$`)\]]/u.test(before))) return null;
  if (found === '' && /[.)\]\p{L}\p{N}]/u.test(before)) return null;
  return { names: parts.map(plainName), from: text.length - last.length, isFunction: last.startsWith('$') };
}

/** `a[0].b.c` as `a`, `b`, `c`; the last is what is being typed. */
function partsOf(trail: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let isQuoted = false;
  for (const sign of trail) {
    if (sign === '`') isQuoted = !isQuoted;
    if (!isQuoted && sign === '[') depth += 1;
    if (!isQuoted && depth === 0 && sign === '.') {
      parts.push(part);
      part = '';
    } else if (depth === 0) part += sign;
    if (!isQuoted && sign === ']') depth -= 1;
  }
  return [...parts, part.trimStart()];
}

const plainName = (part: string): string => part.trim().replace(/\?$/, '').replaceAll('`', '');

/** What a path of names leads to; a list is looked into, as JSONata does. */
export function sketchAt(sketch: Sketch, names: readonly string[]): Sketch {
  let found = insideOf(sketch);
  for (const name of names) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return null;
    found = Object.hasOwn(found, name) ? insideOf(found[name] ?? null) : null;
  }
  return found;
}

const insideOf = (sketch: Sketch): Sketch => (Array.isArray(sketch) ? insideOf(sketch[0] ?? null) : sketch);

/** A name with what it stands for in the sample, in few words. */
export interface Offer {
  readonly name: string;
  readonly example: string;
}

export function offersAt(sketch: Sketch, names: readonly string[]): readonly Offer[] {
  const found = sketchAt(sketch, names);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return [];
  return Object.entries(found).map(([name, value]) => ({ name, example: exampleOf(value) }));
}

const longestExample = 40;

export function exampleOf(value: Sketch): string {
  if (value === null) return '';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${exampleOf(value[0] ?? null)}`;
  if (typeof value === 'object') {
    const names = Object.keys(value);
    return names.length === 0 ? '{}' : `{ ${cut(names.join(', '), longestExample)} }`;
  }
  return cut(JSON.stringify(value), longestExample);
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

const plainIdentifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** How a name is written so that the language reads it as one. */
export const written = (name: string): string =>
  plainIdentifier.test(name) && !reserved.has(name) ? name : `\`${name.replaceAll('`', '')}\``;

const reserved: ReadonlySet<string> = new Set(['and', 'or', 'in', 'function', 'true', 'false', 'null']);

/** Where the expression begins in which the text ends; null where it ends in none. */
export function expressionStart(text: string): number | null {
  const open = text.lastIndexOf('{{');
  if (open >= 0 && !text.slice(open).includes('}}')) return open + 2;
  // In JSON: a text that is the value of `from`.
  const from = /"from"\s*:\s*"((?:[^"\\]|\\.)*)$/.exec(text);
  return from === null ? null : text.length - (from[1]?.length ?? 0);
}
