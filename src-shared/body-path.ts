// Where a value stands in a body, as people write it: `customer.ssn`, `lines[*].card`. Lists are passed through, so that
// `lines.card` means the same; `*` is any name and `**` any depth; what has a dot in it stands in backticks.

/** The names on the way to a value. */
export type BodyPath = readonly string[];

/** Null where the text is none. */
export function readBodyPath(text: string): BodyPath | null {
  const names: string[] = [];
  const rest = text.replace(/^(\[\*?\])+\.?/, '');
  let at = 0;
  while (at < rest.length) {
    namePattern.lastIndex = at;
    const found = namePattern.exec(rest);
    if (found === null) return null;
    names.push(found[1] ?? found[2]!);
    at = namePattern.lastIndex;
    if (at === rest.length) return names;
    if (rest[at] !== '.' || at + 1 === rest.length) return null;
    at += 1;
  }
  // `[*]` alone is every element of a list: the whole body.
  return text === '' ? null : [];
}

const namePattern = /(?:`([^`]+)`|([^`.[\]\s]+))(?:\[\*?\])*/y;

/** The paths that lead on from here through a name; one that has ended there is empty. */
export function stepInto(paths: readonly BodyPath[], name: string): BodyPath[] {
  return paths.flatMap((path) => {
    const [first, ...rest] = path;
    if (first === '**') return [path, ...(rest.length === 0 ? [[]] : stepInto([rest], name))];
    return first === '*' || first === name ? [rest] : [];
  });
}

export const isAtEnd = (paths: readonly BodyPath[]): boolean => paths.some(({ length }) => length === 0);

/** The texts of all values that the paths lead to, of a body as expressions see it. */
export function valuesAt(value: unknown, paths: readonly BodyPath[]): string[] {
  const found: string[] = [];
  function look(part: unknown, within: readonly BodyPath[]): void {
    if (within.length === 0) return;
    if (Array.isArray(part)) for (const item of part) look(item, within);
    else if (typeof part === 'object' && part !== null) {
      const isInside = isAtEnd(within);
      for (const [name, item] of Object.entries(part)) look(item, isInside ? within : stepInto(within, name));
    } else if (isAtEnd(within) && (typeof part === 'string' || typeof part === 'number')) {
      found.push(String(part));
    }
  }
  look(value, paths);
  return found;
}
