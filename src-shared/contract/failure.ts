import { z } from 'zod';
import { isProblemCode, problem, type FieldIssue, type Problem } from '../problem.ts';

const Issue = z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() });

/** What travels as the `data` of a failed request, beside its code and message. */
export const FailureData = z.object({ path: z.string().optional(), issues: z.array(Issue).optional() });
export type FailureData = z.infer<typeof FailureData>;

/** What a failed request says, whatever carried it; anything unknown is `internal`. */
export function failureOf(error: unknown): Problem & { readonly issues: readonly FieldIssue[] } {
  const { code, message, data } = z
    .object({ code: z.string(), message: z.string(), data: FailureData.optional().catch(undefined) })
    .catch({
      code: 'internal',
      message: error instanceof Error ? error.message : 'Unknown error',
      data: undefined,
    })
    .parse(error);
  const known = isProblemCode(code) ? code : 'internal';
  return {
    ...problem(known, { detail: message, ...(data?.path === undefined ? {} : { path: data.path }) }),
    issues: data?.issues ?? [],
  };
}
