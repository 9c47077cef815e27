import { isDeepStrictEqual } from 'node:util';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import type { Installed } from '#shared/model/installed.ts';
import type { FieldIssue } from '#shared/problem.ts';
import { checkMeant } from './check-meant.ts';
import type { CapabilityDeps } from './deps.ts';
import { installedIn } from './installed-in.ts';

/**
 * What is wrong with the expressions and code of a draft, where `installed` is what it may name, and what nobody means
 * in it. What stands in the kept integration as it is, and was as wrong there, does not count: a key has to be revocable
 * whatever was saved before it was checked as it is now.
 */
export async function newFaults(
  draft: IntegrationDraft,
  kept: Integration | undefined,
  installed: Installed,
  { checkProgram, environment, settings }: Pick<CapabilityDeps, 'checkProgram' | 'environment' | 'settings'>,
): Promise<readonly FieldIssue[]> {
  const faultsOf = async (of: IntegrationDraft, known: Installed) => [
    ...(await checkProgram(of, known)),
    ...checkMeant(of),
  ];
  const found = await faultsOf(draft, installed);
  if (found.length === 0 || kept === undefined) return found;
  const before = draftOf(kept);
  const old = await faultsOf(before, installedIn(environment, settings.current()));
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
