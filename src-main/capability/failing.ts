import { ORPCError, ValidationError } from '@orpc/server';
import { z } from 'zod';
import { DataKeyLost } from '#main/secrets/vault.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import type { FailureData, FieldIssue } from '#shared/contract/failure.ts';
import { pathText } from '#shared/path.ts';
import { problem, statusOf, type Problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';

/** A problem as it travels to whoever asked. */
export function toFailure(why: Problem, issues?: readonly FieldIssue[]): ORPCError<string, FailureData> {
  const data: FailureData = {
    ...(why.path === undefined ? {} : { path: why.path }),
    ...(issues === undefined ? {} : { issues: [...issues] }),
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
    const issues = error.cause.issues.map((issue) => ({
      path: [...(issue.path ?? []).map(partOf), ...unknownField(issue)],
      message: issue.message,
    }));
    const [first] = issues;
    const path = pathText(first?.path ?? []);
    const detail =
      first === undefined ? 'The input is not valid.' : `${path === '' ? '' : `${path}: `}${first.message}`;
    return toFailure(problem('input_invalid', { detail, path }), issues);
  }
  if (error instanceof DataKeyLost) return toFailure(problem('data_key_lost', { detail: error.message }));
  if (error instanceof StoreFailure) return toFailure(problem(error.code, { detail: error.message }));
  return error;
}

/** Of an unknown field zod gives the path of the object that it stands in. */
function unknownField(issue: object): string[] {
  const { data } = z
    .object({ code: z.literal('unrecognized_keys'), keys: z.array(z.string()) })
    .safeParse(issue);
  return data?.keys.slice(0, 1) ?? [];
}

const partOf = (part: PropertyKey | { readonly key: PropertyKey }): string | number => {
  const key = typeof part === 'object' ? part.key : part;
  return typeof key === 'number' ? key : String(key);
};
