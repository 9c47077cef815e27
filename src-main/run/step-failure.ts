import type { ProblemCode } from '#shared/problem.ts';

/** From which character of a text to which. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export const moved = ({ from, to }: Place, by: number): Place => ({ from: from + by, to: to + by });

/** Thrown inside a step and caught once, around the step. The message is the full reason, in words, for the log. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly code: ProblemCode;
  /** What the caller may read; null where the name of the step must do. */
  readonly detail: string | null;
  /** The status a `fail` step chose. */
  readonly failStatus: number | null;
  /** Where in the text of the expression it is wrong; null where that is not known. */
  readonly place: Place | null;
  /** What the system that was asked answered; null where it did not, or has no statuses. */
  readonly status: number | null;
  /** How long that system wants to be left alone. */
  readonly retryAfterMs: number;
  /** Whether another attempt could only end in the same way. */
  readonly isFinal: boolean;

  constructor(message: string, more: Partial<Omit<StepFailure, keyof Error>> = {}) {
    super(message);
    this.code = more.code ?? 'step_failed';
    this.detail = more.detail ?? null;
    this.failStatus = more.failStatus ?? null;
    this.place = more.place ?? null;
    this.status = more.status ?? null;
    this.retryAfterMs = more.retryAfterMs ?? 0;
    this.isFinal = more.isFinal ?? false;
  }
}

const maxMessageLength = 4000;

/** An error in words that may be kept: without secrets, and no longer than people read. Cut last: half a secret is one too. */
export function toldOf(error: unknown, strip: (text: string) => string): string {
  const told = strip(wordsOf(error));
  return told.length > maxMessageLength ? `${told.slice(0, maxMessageLength)}…` : told;
}

/** An error as the steps that follow see it. */
export const shownOf = (
  error: unknown,
  strip: (text: string) => string,
): { readonly message: string; readonly status?: number } => ({
  message: toldOf(error, strip),
  ...(error instanceof StepFailure && error.status !== null && { status: error.status }),
});

/** Whether the execution as a whole has no time left. */
export const outOfTime = (error: unknown): boolean =>
  error instanceof StepFailure && error.code === 'execution_timed_out';

/** An error of any kind in words. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ');
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
