/**
 * The first circle found: files of which each names the next and the last the first, types counted. Null where there is
 * none. `named`: the files that each file names.
 */
export function findCircle(named: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const way: string[] = [];

  function walk(file: string): readonly string[] | null {
    const at = way.indexOf(file);
    if (at >= 0) return way.slice(at);
    if (done.has(file)) return null;
    way.push(file);
    for (const next of named.get(file) ?? []) {
      const circle = walk(next);
      if (circle !== null) return circle;
    }
    way.pop();
    done.add(file);
    return null;
  }

  for (const file of named.keys()) {
    const circle = walk(file);
    if (circle !== null) return circle;
  }
  return null;
}
