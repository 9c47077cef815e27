// A file may leave an integration out, or bring another one of its name: calls of those that stay are not lost by that.
import type { Registry } from '#main/call/registry.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import { stepsInside, type Step } from '#shared/model/step.ts';
import { pathText } from '#shared/path.ts';
import { problem, type FieldIssue, type Problem } from '#shared/problem.ts';
import { addressOf, meantBy } from './keep-names.ts';
import type { PreparedSave } from './prepare-save.ts';

interface Change {
  readonly saves: readonly Pick<PreparedSave, 'integration'>[];
  /** Ids of those that are saved or deleted. */
  readonly gone: ReadonlySet<string>;
  readonly registry: Pick<Registry, 'all'>;
}

/**
 * Steps whose name meant an integration before, and means none after.
 * Problems: `integration_called`, each with its path where it is in the file.
 */
export function lostCalls(
  { integrations }: Pick<InstallationFile, 'integrations'>,
  { saves, gone, registry }: Change,
): Problem[] {
  const before = registry.all().map(({ integration }) => integration);
  const after = [...before.filter(({ id }) => !gone.has(id)), ...saves.map(({ integration }) => integration)];
  return after.flatMap((caller) => {
    const at = integrations.findIndex(
      ({ code, name }) => name === caller.name && (code === undefined || code === caller.code),
    );
    const kept = before.find(({ id }) => id === caller.id);
    const called = new Set(kept === undefined ? [] : callsIn(kept.workflow).map(({ name }) => name));
    return callsIn(caller.workflow).flatMap(({ name, path }) => {
      const meant = meantBy(name, before);
      if (meant === null || !called.has(name) || meantBy(name, after) !== null) return [];
      const why = after.some(({ id }) => id === meant.id)
        ? `would mean several: say ${addressOf(meant)} there`
        : 'would be deleted';
      return problem('integration_called', {
        detail: `${addressOf(caller)} calls ${name}, which ${why}.`,
        ...(at < 0 ? {} : { path: pathText(['integrations', at, ...path]) }),
      });
    });
  });
}

interface Called {
  readonly name: string;
  readonly path: FieldIssue['path'];
}

const callsIn = (steps: readonly Step[], within: FieldIssue['path'] = ['workflow']): Called[] =>
  steps.flatMap((step, at) => [
    ...(step.kind === 'call' ? [{ name: step.integration, path: [...within, at, 'integration'] }] : []),
    ...callsIn(stepsInside(step), [...within, at, 'steps']),
  ]);
