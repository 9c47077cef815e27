import type { LaneDeps, PinnedVersion } from '#main/lane/deps.ts';
import type { ConfigStore } from '#main/ports/config-store.ts';
import { pinnedVersion, type Registry } from './registry.ts';

/** More old versions than calls are likely to wait under. */
const maxOlder = 200;

/** Finds the version that a call was accepted under: in place still, or from the store. */
export function createVersions(
  registry: Registry,
  config: Pick<ConfigStore, 'version'>,
): LaneDeps['version'] {
  const older = new Map<string, Promise<PinnedVersion>>();

  async function load(id: string, version: number): Promise<PinnedVersion> {
    const integration = await config.version({ id, version });
    if (integration === null) throw new Error(`Version ${version} of integration ${id} is not kept.`);
    return pinnedVersion(integration);
  }

  return (id, version) => {
    const live = registry.get(id);
    if (live?.integration.version === version) return live.pinned;
    const key = `${id}@${version}`;
    const known = older.get(key);
    if (known !== undefined) return known;
    if (older.size >= maxOlder) older.clear();
    const loading = load(id, version);
    older.set(key, loading);
    loading.catch(() => older.delete(key));
    return loading;
  };
}
