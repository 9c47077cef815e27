import { setOwn } from '../plain.ts';

/** Reads `a=1&b=2`; a name that stands more than once has a list of its values. */
export function readForm(text: string): Record<string, unknown> {
  return gather(new URLSearchParams(text));
}

/** Names and values as an object; a name that stands more than once has a list. */
export function gather(pairs: Iterable<readonly [name: string, value: string]>): Record<string, unknown> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  const gathered: Record<string, unknown> = {};
  for (const [name, list] of values) setOwn(gathered, name, list.length === 1 ? list[0] : list);
  return gathered;
}
