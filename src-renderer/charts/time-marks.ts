// The marks of an axis that spans from a hundredth of a millisecond to weeks: about one a decade, each a round time.

interface Mark {
  readonly ms: number;
  readonly text: string;
}

const marks: readonly Mark[] = [
  { ms: 0.001, text: '0.001 ms' },
  { ms: 0.01, text: '0.01 ms' },
  { ms: 0.1, text: '0.1 ms' },
  { ms: 1, text: '1 ms' },
  { ms: 10, text: '10 ms' },
  { ms: 100, text: '100 ms' },
  { ms: 1_000, text: '1 s' },
  { ms: 10_000, text: '10 s' },
  { ms: 60_000, text: '1 min' },
  { ms: 600_000, text: '10 min' },
  { ms: 3_600_000, text: '1 h' },
  { ms: 36_000_000, text: '10 h' },
  { ms: 360_000_000, text: '100 h' },
  { ms: 3_600_000_000, text: '1000 h' },
];
const [lowest, highest] = [marks[0]!.ms, marks.at(-1)!.ms];

export const markText = (ms: number): string => marks.find((mark) => mark.ms === ms)?.text ?? '';

/** From the mark at or below the least value to the one above the greatest. */
export function markedRange(least: number, most: number): readonly [from: number, to: number] {
  const from = marks.findLast(({ ms }) => ms <= least)?.ms ?? lowest;
  const to = marks.find(({ ms }) => ms >= most && ms > from)?.ms ?? Math.max(most, highest);
  return [from, to];
}

/** The marks within a range that is drawn `height` high, each at least `apart` from the one below. */
export function marksWithin(range: readonly [number, number], height: number, apart: number): number[] {
  const [from, to] = range;
  const perDecade = height / Math.log10(to / from);
  const kept: number[] = [];
  for (const { ms } of marks) {
    if (ms < from || ms > to) continue;
    const below = kept.at(-1);
    if (below === undefined || Math.log10(ms / below) * perDecade >= apart) kept.push(ms);
  }
  return kept;
}
