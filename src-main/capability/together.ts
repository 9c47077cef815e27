import { pathParts } from '#shared/path.ts';
import type { Problem } from '#shared/problem.ts';

/** One problem of several: that of the first, with each of them at its field. Null where there are none. */
export function together(problems: readonly Problem[]): Problem | null {
  const [first] = problems;
  if (first === undefined) return null;
  const issues = problems.flatMap(
    ({ issues: own, path = '', detail }) => own ?? [{ path: pathParts(path), message: detail }],
  );
  return { ...first, issues };
}
