import { isDeepStrictEqual } from 'node:util';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import type { FieldIssue } from '#shared/problem.ts';
import type { CapabilityDeps } from './deps.ts';

/**
 * What is wrong with the expressions and code of a draft. What stands in the kept integration as it is, and was as wrong
 * there, does not count: a key has to be revocable whatever was saved before it was checked as it is now.
 */
export async function newFaults(
  draft: IntegrationDraft,
  kept: Integration | undefined,
  { checkProgram }: Pick<CapabilityDeps, 'checkProgram'>,
): Promise<readonly FieldIssue[]> {
  const found = await checkProgram(draft);
  if (found.length === 0 || kept === undefined) return found;
  const before = draftOf(kept);
  const old = await checkProgram(before);
  return found.filter(
    ({ path }) =>
      !old.some((one) => isDeepStrictEqual(one.path, path)) ||
      !isDeepStrictEqual(valueAt(draft, path), valueAt(before, path)),
  );
}

const valueAt = (document: unknown, path: FieldIssue['path']): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    document,
  );
