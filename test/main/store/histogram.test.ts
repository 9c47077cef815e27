import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addTo, bucketOf, type Histogram, percentiles } from '#main/store/histogram.ts';

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram: Histogram = {};
  for (const value of values) addTo(histogram, { [bucketOf(value)]: 1 });
  return histogram;
};

it('a percentile of a histogram is that of its values, to a tenth', () => {
  const value = fc.double({ min: 0.02, max: 1e8, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95, 0.99),
      (values, share) => {
        const sorted = values.toSorted((one, other) => one - other);
        const exact = sorted[Math.ceil(sorted.length * share) - 1]!;
        const [found] = percentiles(histogramOf(values), [share]);
        expect(Math.abs(found! / exact - 1)).toBeLessThan(0.1);
      },
    ),
  );
});

it('values too small to tell apart stand in one bucket, and no value has no percentile', () => {
  expect([bucketOf(0), bucketOf(0.009), bucketOf(0.01), bucketOf(0.0101)]).toEqual([0, 0, 0, 1]);
  expect(percentiles({}, [0.5, 0.99])).toEqual([null, null]);
});
