import type { Registry } from './call/registry.ts';
import type { Environment } from './environment/environment.ts';
import type { Lanes } from './lane/lanes.ts';
import type { Store } from './ports/store.ts';
import { problem } from '#shared/problem.ts';

interface Around {
  readonly lanes: Lanes;
  readonly registry: Registry;
  readonly environment: Pick<Environment, 'onChanged'>;
  now(): number;
}

/** Gives each integration its lanes, with what an earlier life left in them. */
export async function takeOverLanes(
  { calls, recovery }: Pick<Store, 'calls' | 'recovery'>,
  { lanes, registry, environment, now }: Around,
): Promise<void> {
  // Run workers follow it already, so that whatever starts then finds it.
  environment.onChanged(() => lanes.lookForSecrets());
  for (const { integration } of registry.all()) {
    const isOf = ({ integrationId }: { readonly integrationId: string }) => integrationId === integration.id;
    lanes.configure(integration, {
      lanes: recovery.lanes.filter(isOf),
      holds: recovery.holds.filter(isOf),
    });
  }
  for (const integrationId of new Set(recovery.lanes.map((lane) => lane.integrationId))) {
    // Cut off while it ran, its integration deleted since.
    if (registry.get(integrationId) !== undefined) continue;
    const why = problem('integration_not_found', { detail: 'The integration was deleted.' });
    await calls.cancelAll({
      integrationId,
      problem: { code: why.code, text: why.detail },
      finishedAtMs: now(),
    });
  }
}
