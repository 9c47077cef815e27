// Another expression gives the calls of an integration their lanes: those that wait are put in order anew.
import { type LaneDeps, retryMs } from './deps.ts';
import { expressionOf, fill, type LaneGroup, runningIn } from './lane.ts';
import { pause } from './pause.ts';

const lookMs = 10;

interface Around {
  /** Whether nobody starts here any more in this life: the next start makes up for what is left to do. */
  isOver(): boolean;
  open(group: LaneGroup): void;
}

/** Follows the expression that is in place, once nobody runs under the one before. */
export async function followRule(deps: LaneDeps, group: LaneGroup, { isOver, open }: Around): Promise<void> {
  group.isChanging = true;
  while (expressionOf(group.integration.trigger) !== group.expression) {
    if (isOver()) return;
    if (runningIn(group) + group.placing.size > 0) await pause(lookMs);
    else if (!(await change(deps, group))) await pause(retryMs);
  }
  group.isChanging = false;
  open(group);
}

/** Whether that is on disk. */
async function change({ calls, report }: LaneDeps, group: LaneGroup): Promise<boolean> {
  const integrationId = group.integration.id;
  const expression = expressionOf(group.integration.trigger);
  const { promise, resolve } = Promise.withResolvers<void>();
  group.change = promise;
  try {
    const { lanes, holds } = await calls.setLaneRule({ integrationId, expression });
    group.holds.clear();
    for (const hold of holds) group.holds.set(hold.laneKey, hold);
    fill(group, lanes, expression);
    return true;
  } catch (error) {
    report('waiting calls cannot be put into their lanes', error);
    return false;
  } finally {
    group.change = null;
    resolve();
  }
}
