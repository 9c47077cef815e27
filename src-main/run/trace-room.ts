import type { StepTrace, TraceRun } from '#shared/model/call.ts';

/** How much more may be kept of what steps inside of others did, in characters: a list may have many items. */
export interface TraceRoom {
  left: number;
  /** Those that failed are what somebody looks for: they have room of their own when the rest is used up. */
  leftForFailures: number;
}

export const createTraceRoom = (): TraceRoom => ({ left: 256 * 1024, leftForFailures: 64 * 1024 });

/** Of the input, and of the output, of a step inside of another one. */
export const mostInsideBytes = 8 * 1024;

const mostRuns = 50;
const mostFailures = 20;

/** The first runs of what stands inside of one step, and those that failed, as far as there is room. */
export interface KeptRuns {
  add(run: TraceRun): void;
  /** Nothing where none was added. */
  traced(): Pick<StepTrace, 'runs' | 'moreRuns'>;
}

export function createKeptRuns(room: TraceRoom): KeptRuns {
  const first: TraceRun[] = [];
  const failures: TraceRun[] = [];
  let more = 0;
  return {
    add(run) {
      const size = sizeOf(run.steps);
      if (first.length < mostRuns && size <= room.left) {
        room.left -= size;
        first.push(run);
      } else if (run.state === 'failed' && failures.length < mostFailures && size <= room.leftForFailures) {
        room.leftForFailures -= size;
        failures.push(run);
      } else {
        more += 1;
      }
    },
    traced() {
      const runs = [...first, ...failures].sort((one, other) => one.index - other.index);
      return runs.length + more === 0 ? {} : { runs, ...(more > 0 && { moreRuns: more }) };
    },
  };
}

/** About what they take as JSON. What stands further inside has been counted when it was added there. */
const sizeOf = (steps: readonly StepTrace[]): number =>
  steps.reduce(
    (sum, { input, output, error }) =>
      sum + 200 + (input?.length ?? 0) + (output?.length ?? 0) + (error?.length ?? 0),
    100,
  );
