import type { Attempt, CallDetail, StepTrace } from '#shared/model/call.ts';

/** One start of a call as its page shows it. */
export interface ShownAttempt {
  readonly attempt: number;
  readonly startedAt: string;
  /** Since the call came in, or since the attempt before. */
  readonly waitedMs: number;
  /** null while it runs. */
  readonly ranMs: number | null;
  readonly outcome: NonNullable<Attempt['outcome']> | 'running';
  readonly problem: Attempt['problem'];
  readonly steps: readonly StepTrace[];
}

/** The steps of the last attempt stand with the call once that has ended; those of the ones before with them. */
export const lastSteps = ({ steps, attempts }: CallDetail): readonly StepTrace[] =>
  steps.length > 0 ? steps : (attempts.at(-1)?.steps ?? []);

/** Every start of a call, the first one first. */
export function attemptsOf(call: CallDetail): readonly ShownAttempt[] {
  let since = Date.parse(call.receivedAt);
  return call.attempts.map(({ attempt, startedAt, finishedAt, outcome, problem, steps }, at) => {
    const startedMs = Date.parse(startedAt);
    const finishedMs = finishedAt === null ? null : Date.parse(finishedAt);
    const shown = {
      attempt,
      startedAt,
      waitedMs: Math.max(0, startedMs - since),
      ranMs: finishedMs === null ? null : Math.max(0, finishedMs - startedMs),
      outcome: outcome ?? 'running',
      problem,
      steps: at === call.attempts.length - 1 ? lastSteps(call) : steps,
    } as const;
    since = finishedMs ?? startedMs;
    return shown;
  });
}

/** Ends that come from outside of the workflow, and take its trace with them. */
const byForce = ['worker_lost', 'poison', 'interrupted', 'execution_timed_out'];

/** Why an attempt has no steps to show. */
export function whyNoSteps({ outcome, problem }: Pick<ShownAttempt, 'outcome' | 'problem'>): string {
  if (outcome === 'running') return 'The steps appear here once they have run.';
  if (outcome === 'interrupted' || (problem !== null && byForce.includes(problem.code)))
    return 'The run was ended by force; what its steps did is not known.';
  if (outcome === 'failed') return 'It failed before its first step.';
  return 'The workflow has no steps; its input is the result.';
}
