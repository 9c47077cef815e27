import type { ExecutionOutcome, ExecutionRequest, StoredAnswer } from '#main/ports/run.ts';
import { type Problem, problem } from '#shared/problem.ts';
import { type Holder, nowMs } from './pulse.ts';
import { secondsText } from './time-limit.ts';

/** An execution on its way. */
export interface Job {
  /** Another one in each thread that it is sent to: what comes later has a higher number. */
  id: number;
  readonly request: ExecutionRequest;
  readonly onAnswer: (answer: StoredAnswer) => void;
  readonly settle: (outcome: ExecutionOutcome) => void;
  readonly askedMs: number;
  /** When it was first seen to have begun in the thread that it is in; null while it waits for that. */
  beganMs: number | null;
  /** How long it will take, as far as one can tell. */
  readonly expectedMs: number;
  /** Whether others may have noticed it: a request was sent, or an answer given. */
  isNoticed: boolean;
  answer: StoredAnswer | null;
  /** How many threads it outlived. */
  losses: number;
}

const maxLosses = 3;

/** Ends an execution that gave no outcome itself. */
export function endJob(job: Job, why: Problem): void {
  job.settle({
    state: 'failed',
    answer: job.answer,
    problem: why,
    failStatus: null,
    stepsJson: '[]',
    runMs: ranMs(job),
  });
}

export const ranMs = ({ beganMs }: Job): number => (beganMs === null ? 0 : nowMs() - beganMs);

/** Why an execution fails whose thread has ended; null where it may run again elsewhere. */
export function lossOf(job: Job, holder: Holder, why: string): Problem | null {
  const { program, timeoutMs } = job.request;
  if (job.id === holder.id) {
    const where = program.steps[holder.step]?.name ?? 'data processing';
    return nowMs() > holder.untilMs
      ? problem('execution_timed_out', {
          reason: `${where}: It held its thread past its limit of ${secondsText(holder.limitMs)} and was ended.`,
        })
      : problem('worker_lost', { reason: `${where}: ${why}` });
  }
  // Where nobody is known to have held the thread, it is one of these.
  if (holder.id === 0 && ranMs(job) > timeoutMs) {
    return problem('execution_timed_out', { reason: 'Its time had passed when its thread was ended.' });
  }
  return job.isNoticed || job.losses >= maxLosses ? problem('worker_lost', { reason: why }) : null;
}
