import type { Integration } from '#shared/model/integration.ts';
import type { NamedChange, RuleChange } from '#main/ports/config-store.ts';
import type { Registry } from '#main/call/registry.ts';
import { consumersOf } from '#shared/model/consumers-of.ts';
import { keptIdsOf, secretIdsOf } from '#shared/model/secrets-of.ts';
import type { Settings } from '#shared/model/setting.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { CapabilityDeps } from './deps.ts';
import type { PreparedConsumer } from './prepare-consumer.ts';
import type { PreparedSave } from './prepare-save.ts';

const deleted = 'The integration was deleted.';

/** What is put on disk in one transaction. */
interface Change {
  readonly saves?: readonly (PreparedSave & { readonly savedBy: string; readonly restoredFrom?: number })[];
  /** Ids of integrations. */
  readonly removes?: readonly string[];
  /** Of the installation, where they change too. */
  readonly settings?: Settings;
  readonly consumers?: {
    readonly saves: readonly Pick<PreparedConsumer, 'consumer' | 'newSecrets'>[];
    readonly removes: readonly string[];
  };
  readonly environment?: NamedChange;
  readonly connections?: NamedChange;
  /** Rules. */
  readonly notifications?: RuleChange;
}

const nothing = { saves: [], removes: [] };

/**
 * Puts versions on disk, all or none, and in place: the next call meets them. Calls under way keep the version
 * they were accepted under. Problems: `version_stale`, `address_taken` (its path is `[at]`, the save's place).
 */
export async function commitSave(
  {
    saves = [],
    removes = [],
    consumers = nothing,
    environment = nothing,
    connections = nothing,
    notifications = nothing,
    settings,
  }: Change,
  deps: CapabilityDeps,
): Promise<Result<{ readonly cancelled: number }>> {
  const { store, registry, keyring, lanes } = deps;
  const answer = await store.config.save({
    saves: saves.map(({ integration, newSecrets, savedBy, restoredFrom = null }) => ({
      integration,
      newSecrets,
      savedBy,
      restoredFrom,
    })),
    removes,
    settings: settings ?? null,
    environment,
    connections,
    notifications,
    consumers: {
      saves: consumers.saves.map(({ consumer, newSecrets }) => ({ consumer, newSecrets })),
      removes: consumers.removes,
    },
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
    case 'saved': {
      const cancelled = removes.map((id) => {
        keyring.remove(secretIds(registry.get(id)?.integration));
        // Out of the registry first: what came in until then is cancelled with the rest.
        registry.remove(id);
        return lanes.remove(id, problem('integration_not_found', { detail: deleted }));
      });
      changeConsumers(consumers, deps);
      changeNamed(environment, connections, deps);
      for (const { integration, newSecrets } of saves) {
        const kept = new Set(secretIds(integration));
        keyring.remove(secretIds(registry.get(integration.id)?.integration).filter((id) => !kept.has(id)));
        keyring.add(newSecrets);
        registry.put(integration);
        lanes.configure(integration);
      }
      if (notifications.saves.length + notifications.removes.length > 0)
        deps.notifications.follow(await store.config.notificationRules());
      followConsumers(new Set(consumers.saves.map(({ consumer }) => consumer.id)), registry);
      return ok({ cancelled: (await Promise.all(cancelled)).reduce((sum, calls) => sum + calls, 0) });
    }
  }
}

function changeConsumers(
  { saves, removes }: NonNullable<Change['consumers']>,
  { consumers, keyring }: Pick<CapabilityDeps, 'consumers' | 'keyring'>,
): void {
  const idsOf = (id: string): string[] => {
    const known = consumers.get(id);
    return known === undefined ? [] : keptIdsOf(known);
  };
  for (const id of removes) {
    keyring.remove(idsOf(id));
    consumers.remove(id);
  }
  for (const { consumer, newSecrets } of saves) {
    const kept = new Set(keptIdsOf(consumer));
    keyring.remove(idsOf(consumer.id).filter((id) => !kept.has(id)));
    keyring.add(newSecrets);
    consumers.put(consumer);
  }
}

/** Before an integration is put in place that names what is new. */
function changeNamed(
  values: NamedChange,
  connections: NamedChange,
  { environment }: Pick<CapabilityDeps, 'environment'>,
): void {
  if ([values, connections].every(({ saves, removes }) => saves.length + removes.length === 0)) return;
  environment.change({ values, connections });
}

/** Whoever lets one of them in knows it as it is now. */
function followConsumers(changed: ReadonlySet<string>, registry: Registry): void {
  if (changed.size === 0) return;
  for (const { integration } of registry.all()) {
    if (consumersOf(integration.trigger.authentication).some((id) => changed.has(id)))
      registry.put(integration);
  }
}

const addressOf = ({ integration: { code, name } }: PreparedSave) => ({ path: `/${code}/${name}` });

const secretIds = (integration: Integration | undefined): string[] =>
  integration === undefined ? [] : secretIdsOf(integration.trigger.authentication);
