// Refused calls that are too many to be written are in no series; how many there were is looked at now and then.
const longestMs = 1_440 * 60_000;

export interface Unwritten {
  /** How many came since then, as far as that was looked at; looks once more. */
  since(sinceMs: number, nowMs: number): number;
}

/** `total`: of this life of the process, never less. */
export function createUnwritten(total: () => number): Unwritten {
  let looks: { readonly atMs: number; readonly total: number }[] = [];
  return {
    since(sinceMs, nowMs) {
      const now = { atMs: nowMs, total: total() };
      if (looks.at(-1)?.total !== now.total) looks.push(now);
      looks = looks.filter(({ atMs }, at) => atMs >= nowMs - longestMs || at === looks.length - 1);
      // What came before the first look is of an unknown time.
      const before = looks.findLast(({ atMs }) => atMs <= sinceMs) ?? looks[0];
      return now.total - (before?.total ?? now.total);
    },
  };
}
