import type { Problem } from '#shared/problem.ts';

export const exitStatus = { done: 0, failed: 1, usage: 2 } as const;

interface Ending {
  readonly status?: number;
  /** What people read, where one line does not say all. */
  readonly lines?: readonly string[];
}

/** Ends a command with a problem: one clear line on standard error, or one for each fault of a file. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly problem: Problem;
  readonly status: number;
  readonly lines: readonly string[];

  constructor(why: Problem, { status = exitStatus.failed, lines = [why.detail] }: Ending = {}) {
    super(lines.join('\n'));
    this.problem = why;
    this.status = status;
    this.lines = lines;
  }
}
