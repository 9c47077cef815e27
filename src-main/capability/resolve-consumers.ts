import type { Consumers } from '#main/call/consumers.ts';
import type { IntegrationDraft } from '#shared/model/integration.ts';
import { mapConsumers } from '#shared/model/consumers-of.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

/** The draft with its consumers named by their ids. Problems: `consumer_not_found`, with its path. */
export function resolveConsumers(draft: IntegrationDraft, consumers: Consumers): Result<IntegrationDraft> {
  const unknown: Problem[] = [];
  const authentication = mapConsumers(draft.trigger.authentication, (names, path) => {
    const ids = names.map((name, at) => {
      const found = consumers.find(name);
      if (found !== undefined) return found.id;
      const detail = `There is no consumer ${name}.`;
      const where = `trigger.authentication.${path}[${at}]`;
      unknown.push(problem('consumer_not_found', { path: where, detail }));
      return name;
    });
    return [...new Set(ids)];
  });
  const [first] = unknown;
  return first === undefined
    ? ok({ ...draft, trigger: { ...draft.trigger, authentication } })
    : refuse(first);
}
