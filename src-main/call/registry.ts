// The integrations that answer calls now. The accepting thread looks here and nowhere else.
import type { PinnedVersion } from '#main/lane/deps.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { Keyring } from './keyring.ts';

/** An integration with what a call needs of it, made once per version. */
export interface LiveIntegration {
  readonly integration: Integration;
  readonly path: string;
  readonly pinned: PinnedVersion;
  /** The trigger's keys by the digest of their value. */
  readonly keys: ReadonlyMap<string, Secret>;
}

export interface Registry {
  /** Both parts as they stand in the path, case and all. */
  find(code: string, name: string): LiveIntegration | undefined;
  get(id: string): LiveIntegration | undefined;
  all(): readonly LiveIntegration[];
  /** Puts a version in place; the next call meets it. */
  put(integration: Integration): void;
  remove(id: string): void;
}

export const pinnedVersion = (integration: Integration): PinnedVersion => ({
  program: {
    key: `${integration.id}@${integration.version}`,
    dataProcessing: integration.dataProcessing,
    steps: integration.workflow,
  },
  timeoutMs: integration.trigger.executionTimeoutSeconds * 1_000,
});

export function createRegistry(keyring: Keyring): Registry {
  const byId = new Map<string, LiveIntegration>();
  const byPath = new Map<string, LiveIntegration>();

  const registry: Registry = {
    find: (code, name) => byPath.get(endpointPath({ code, name })),
    get: (id) => byId.get(id),
    all: () => [...byId.values()],
    put(integration) {
      registry.remove(integration.id);
      const live: LiveIntegration = {
        integration,
        path: endpointPath(integration),
        pinned: pinnedVersion(integration),
        keys: keysOf(integration, keyring),
      };
      byId.set(integration.id, live);
      byPath.set(live.path, live);
    },
    remove(id) {
      const known = byId.get(id);
      if (known === undefined) return;
      byId.delete(id);
      byPath.delete(known.path);
    },
  };
  return registry;
}

/** Whether some workflow asks another system. */
export const asksOthers = (registry: Registry): boolean =>
  registry.all().some(({ integration }) => integration.workflow.some(({ kind }) => kind === 'httpRequest'));

function keysOf({ trigger: { authentication } }: Integration, keyring: Keyring): Map<string, Secret> {
  const keys = new Map<string, Secret>();
  if (authentication.kind !== 'apiKeys') return keys;
  for (const key of authentication.keys) {
    const kept = keyring.get(key.id);
    if (kept !== undefined) keys.set(kept.digest, key);
  }
  return keys;
}
