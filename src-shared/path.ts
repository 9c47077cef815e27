/** The parts of a path that `pathText` wrote. */
export const pathParts = (text: string): (string | number)[] =>
  [...text.matchAll(/\[(\d+)\]|[^.[]+/g)].map(([part, index]) =>
    index === undefined ? part : Number(index),
  );

/** Writes a field's path as `integrations[0].trigger.methods[1]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}
