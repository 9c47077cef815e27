import type { Integration } from '#shared/model/integration.ts';
import { secretIdsOf } from '#shared/model/secrets-of.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { CapabilityDeps } from './deps.ts';
import type { PreparedSave } from './prepare-save.ts';

const deleted = 'The integration was deleted.';

/**
 * Puts versions on disk, all or none, and in place: the next call meets them. Calls under way keep the version
 * they were accepted under. Problems: `version_stale`, `address_taken` (its path is `[at]`, the save's place).
 */
export async function commitSave(
  saves: readonly (PreparedSave & { readonly restoredFrom?: number })[],
  removes: readonly string[],
  { store, registry, keyring, lanes }: CapabilityDeps,
): Promise<Result<{ readonly cancelled: number }>> {
  let cancelled = 0;
  const answer = await store.config.save({
    saves: saves.map(({ integration, newSecrets, restoredFrom = null }) => ({
      integration,
      newSecrets,
      restoredFrom,
    })),
    removes,
  });
  switch (answer.kind) {
    case 'stale':
      return refuse(problem('version_stale', { detail: 'Somebody saved this integration meanwhile.' }));
    case 'addressTaken': {
      const owner = registry.get(answer.by)?.integration.name ?? answer.by;
      const { path } = addressOf(saves[answer.at]!);
      return refuse(
        problem('address_taken', {
          path: `[${answer.at}]`,
          detail: `The address ${path} belongs to the integration ${owner}.`,
        }),
      );
    }
    case 'saved':
      for (const id of removes) {
        keyring.remove(secretIds(registry.get(id)?.integration));
        // Out of the registry first: what came in until then is cancelled with the rest.
        registry.remove(id);
        cancelled += await lanes.cancelAll(id, problem('integration_not_found', { detail: deleted }));
        lanes.remove(id);
      }
      for (const { integration, newSecrets } of saves) {
        const kept = new Set(secretIds(integration));
        keyring.remove(secretIds(registry.get(integration.id)?.integration).filter((id) => !kept.has(id)));
        keyring.add(newSecrets);
        registry.put(integration);
        lanes.configure(integration);
      }
      return ok({ cancelled });
  }
}

const addressOf = ({ integration: { code, name } }: PreparedSave) => ({ path: `/${code}/${name}` });

const secretIds = (integration: Integration | undefined): string[] =>
  integration === undefined ? [] : secretIdsOf(integration.trigger.authentication);
