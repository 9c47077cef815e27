import type { Problem } from './problem.ts';

/** What a function gives when it may fail for a reason the table of problems knows. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;
export type Refusal = { readonly ok: false; readonly problem: Problem };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (problem: Problem): Refusal => ({ ok: false, problem });
