import { configTables } from './config-tables.ts';
import type { Db } from './open.ts';
import type { LaneRule } from './recover.ts';

/** What recovery reads of an integration's document; what one of an older schema lacks is as by default. */
interface KeptOrder {
  readonly id: string;
  readonly trigger: {
    readonly orderedDelivery?:
      | false
      | { readonly by?: string | null; readonly onFailure?: 'continue' | 'hold' };
  };
}

/** How each integration orders its calls now. */
export function laneRules(config: Db): ReadonlyMap<string, LaneRule> {
  const rules = configTables(config)
    .integrations()
    .map((text): [string, LaneRule] => {
      const { id, trigger } = JSON.parse(text) as KeptOrder;
      const { by = null, onFailure = 'continue' } = trigger.orderedDelivery || {};
      return [id, { expression: by, holdsOnFailure: onFailure === 'hold' }];
    });
  return new Map(rules);
}
