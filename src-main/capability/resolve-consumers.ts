import type { Consumers } from '#main/call/consumers.ts';
import type { IntegrationDraft } from '#shared/model/integration.ts';
import { consumersOf, withConsumers } from '#shared/model/consumers-of.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

/** The draft with its consumers named by their ids. Problems: `consumer_not_found`, with its path. */
export function resolveConsumers(draft: IntegrationDraft, consumers: Consumers): Result<IntegrationDraft> {
  const { authentication } = draft.trigger;
  const ids = new Set<string>();
  for (const [at, name] of consumersOf(authentication).entries()) {
    const found = consumers.find(name);
    if (found === undefined) {
      const path = `trigger.authentication.consumers[${at}]`;
      return refuse(problem('consumer_not_found', { path, detail: `There is no consumer ${name}.` }));
    }
    ids.add(found.id);
  }
  return ok({
    ...draft,
    trigger: { ...draft.trigger, authentication: withConsumers(authentication, [...ids]) },
  });
}
