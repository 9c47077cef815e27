import type { ProblemCode } from '#shared/problem.ts';

/** Thrown inside a step and caught once, around the step. The message is the full reason, in words, for the log. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly code: ProblemCode;
  /** What the caller may read; null where the name of the step must do. */
  readonly detail: string | null;
  /** The status a `fail` step chose. */
  readonly failStatus: number | null;

  constructor(
    message: string,
    more: { code?: ProblemCode; detail?: string | null; failStatus?: number | null } = {},
  ) {
    super(message.length > maxMessageLength ? `${message.slice(0, maxMessageLength)}…` : message);
    this.code = more.code ?? 'step_failed';
    this.detail = more.detail ?? null;
    this.failStatus = more.failStatus ?? null;
  }
}

const maxMessageLength = 4000;

/** An error of any kind in words. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ');
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
