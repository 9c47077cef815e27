// What charts are drawn from: calls by the time they were received, counted when they have ended.
import { z } from 'zod';
import { chartSpans } from './chart-terms.ts';

export const ChartSpan = z.enum(Object.keys(chartSpans) as [keyof typeof chartSpans]);
export type ChartSpan = z.infer<typeof ChartSpan>;

const Counts = z.array(z.number().int());
/** Null where no call of the step has one. */
const Percentile = z.array(z.number().nullable());
const Percentiles = z.object({ p50: Percentile, p95: Percentile, p99: Percentile });
export type Percentiles = z.infer<typeof Percentiles>;

/** Lists of the same length, one value for each step. */
export const Series = z.object({
  stepSeconds: z.number().int(),
  /** When each step began, in seconds since 1970. */
  starts: z.array(z.number().int()),
  calls: z.object({
    succeeded: Counts,
    failed: Counts,
    interrupted: Counts,
    cancelled: Counts,
    refused: Counts,
    /** Waiting or running now; of very many only the newest. */
    open: Counts,
  }),
  /** In milliseconds, to a tenth of the value. */
  wait: Percentiles,
  run: Percentiles,
  /** The most calls that waited at a time in the lanes; null where nobody looked. */
  waiting: z.array(z.number().int().nullable()),
  /** The greatest age of a waiting call, in milliseconds. */
  oldestMs: z.array(z.number().nullable()),
});
export type Series = z.infer<typeof Series>;
