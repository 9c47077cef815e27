import type { Registry } from './call/registry.ts';
import type { Store } from './ports/store.ts';
import { problem } from '#shared/problem.ts';

/** Calls that were cut off while they ran, their integrations deleted since, wait for nobody. */
export async function cancelDeleted(store: Store, registry: Registry, finishedAtMs: number): Promise<void> {
  const why = problem('integration_not_found', { detail: 'The integration was deleted.' });
  for (const { integrationId } of store.recovery.lanes) {
    if (registry.get(integrationId) !== undefined) continue;
    await store.calls.cancelAll({
      integrationId,
      problem: { code: why.code, text: why.detail },
      finishedAtMs,
    });
  }
}
