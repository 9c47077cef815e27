import { ORPCError, ValidationError } from '@orpc/server';
import type { z } from 'zod';
import { DataKeyLost } from '#main/secrets/vault.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import type { FailureData } from '#shared/contract/failure.ts';
import { fieldIssues, invalidInput } from '#shared/contract/field-issues.ts';
import { problem, statusOf, type Problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';

/** A problem as it travels to whoever asked. */
export function toFailure(why: Problem): ORPCError<string, FailureData> {
  const data: FailureData = {
    ...(why.path === undefined ? {} : { path: why.path }),
    ...(why.issues === undefined ? {} : { issues: [...why.issues] }),
  };
  return new ORPCError(why.code, { status: statusOf(why.code), message: why.detail, data });
}

/** The value of a result; its problem is thrown to whoever asked. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw toFailure(result.problem);
  return result.value;
}

/** The one catch of the capabilities: what the input's schema refused, and a store that cannot write. */
export function translate(error: unknown): unknown {
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
    // The contract has no other schemas than zod's.
    return toFailure(invalidInput(fieldIssues(error.cause.issues as z.core.$ZodIssue[])));
  }
  if (error instanceof DataKeyLost) return toFailure(problem('data_key_lost', { detail: error.message }));
  if (error instanceof StoreFailure) return toFailure(problem(error.code, { detail: error.message }));
  return error;
}
