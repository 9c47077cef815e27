import type { Hiding } from './capability/hiding.ts';
import type { Registry } from './call/registry.ts';
import { createVersions } from './call/versions.ts';
import type { LaneDeps } from './lane/deps.ts';
import type { Store } from './ports/store.ts';
import { sealStore } from './secrets/sealed-store.ts';
import type { Vault } from './secrets/vault.ts';

/** The store for all that come after: it seals what nobody may see, and `hiding` knows what that is. */
export function hideValues(stored: Store, registry: Registry, { bodies }: Vault) {
  const versions = createVersions(registry, stored.config);
  const hiding = createHiding(registry, versions);
  const hidden = () =>
    registry
      .all()
      .filter(({ integration }) => integration.trigger.hiddenBodyPaths.length > 0)
      .map(({ integration }) => integration.id);
  return { versions, hiding, store: sealStore(stored, { bodies, hidden }) };
}

/** Whose bodies have values that nobody may see: as their trigger says now, and as it said when the call came. */
function createHiding(registry: Registry, versionOf: LaneDeps['version']): Hiding {
  async function thenOf(id: string, version: number): Promise<readonly string[]> {
    return (await versionOf(id, version)).program.hiddenBodyPaths;
  }

  return {
    async pathsOf({ summary: { integrationId }, integrationVersion, request }) {
      if (integrationId === null || request.body === null) return [];
      const now = registry.get(integrationId)?.integration.trigger.hiddenBodyPaths ?? [];
      const then =
        integrationVersion === null ? [] : await thenOf(integrationId, integrationVersion).catch(() => []);
      const paths = [...new Set([...now, ...then])];
      return paths.length === 0 && request.isSealed ? ['**'] : paths;
    },
    // Read from disk with the first of them.
    maskBody: async (bytes, head, paths) =>
      (await import('./run/body/mask-body.ts')).maskBody(bytes, head, paths),
  };
}
