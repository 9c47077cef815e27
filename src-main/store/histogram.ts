/** How many values fell into each bucket. Four buckets double a value, so that one tells it to a tenth. */
export type Histogram = Record<string, number>;

const leastMs = 0.01;
const bucketsPerOctave = 4;

export function bucketOf(ms: number): number {
  return ms <= leastMs ? 0 : Math.ceil(bucketsPerOctave * Math.log2(ms / leastMs));
}

/** In the middle of its bucket. */
const valueOf = (bucket: number): number => leastMs * 2 ** ((bucket - 0.5) / bucketsPerOctave);

export function addTo(histogram: Histogram, more: Histogram): void {
  for (const [bucket, count] of Object.entries(more)) histogram[bucket] = (histogram[bucket] ?? 0) + count;
}

/** The values that these shares of all do not exceed; null where there is none. */
export function percentiles<const Shares extends readonly number[]>(
  histogram: Histogram,
  shares: Shares,
): { [At in keyof Shares]: number | null } {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([one], [other]) => one - other);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const at = (share: number) => {
    let left = Math.ceil(total * share);
    for (const [bucket, count] of buckets) {
      left -= count;
      if (left <= 0) return valueOf(bucket);
    }
    return null;
  };
  return shares.map(at) as { [At in keyof Shares]: number | null };
}
