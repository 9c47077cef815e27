import { configTables } from './config-tables.ts';
import type { Db } from './open.ts';
import type { LaneRule } from './recover.ts';

/** How each integration orders its calls now. */
export function laneRules(config: Db): ReadonlyMap<string, LaneRule> {
  const rules = configTables(config)
    .integrations()
    .map(({ id, trigger: { orderedDelivery } }): [string, LaneRule] => [
      id,
      orderedDelivery === false
        ? { expression: null, holdsOnFailure: false }
        : { expression: orderedDelivery.by, holdsOnFailure: orderedDelivery.onFailure === 'hold' },
    ]);
  return new Map(rules);
}
