import { createRecent } from './recent.ts';

/** How long executions take, by what those of the same program took of late. */
export interface ExpectedWork {
  /** In milliseconds. */
  of(programKey: string): number;
  ended(programKey: string, runMs: number): void;
}

const maxPrograms = 500;
/** Of a program that has not run yet: it may take long. */
const unknownMs = 1_000;
/** The weight of the newest run in the mean. */
const newest = 0.1;

export function createExpectedWork(): ExpectedWork {
  const means = createRecent<string, number>(maxPrograms);
  return {
    of: (programKey) => means.get(programKey) ?? unknownMs,
    ended(programKey, runMs) {
      const mean = means.get(programKey);
      means.set(programKey, mean === undefined ? runMs : mean + (runMs - mean) * newest);
    },
  };
}
