import type { Problem } from '#shared/problem.ts';

export const exitStatus = { done: 0, failed: 1, usage: 2 } as const;

/** Ends a command with one clear line on standard error. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly status: number;

  constructor(line: string, status: number = exitStatus.failed) {
    super(line);
    this.status = status;
  }
}

/** What a problem says in one line: the field at fault first. */
export const lineOf = ({ path, detail }: Pick<Problem, 'path' | 'detail'>): string =>
  path === undefined || path === '' || detail.startsWith(path) ? detail : `${path}: ${detail}`;
