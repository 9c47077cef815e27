/** Far enough for a typing error or a wrong case, near enough not to guess. */
const maxDistance = 4;

/** Levenshtein's distance, given up where it reaches `limit`. */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const substitution = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row.at(-1)!;
}

/** The name that somebody may have meant; of short ones half has to be right. Null where none is near. */
export function nearestName(meant: string, names: Iterable<string>): string | null {
  const wanted = meant.toLowerCase();
  let nearest: string | null = null;
  let least = Math.min(maxDistance, Math.floor(wanted.length / 2)) + 1;
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase(), least);
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}

/** ` Did you mean Orders?`, or nothing. */
export function didYouMean(meant: string, names: Iterable<string>): string {
  const nearest = nearestName(meant, names);
  return nearest === null ? '' : ` Did you mean ${nearest}?`;
}
