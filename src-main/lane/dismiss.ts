// The end of the service, for callers who wait.
import { problem } from '#shared/problem.ts';
import type { LaneDeps } from './deps.ts';
import type { LaneGroup } from './lane.ts';
import { cancelWaiting } from './leave-queue.ts';
import type { LiveCall } from './live-call.ts';
import { tellCaller } from './tell-caller.ts';

export const closing = {
  kind: 'failed',
  problem: problem('shutting_down', { retryAfterSeconds: 5 }),
  status: null,
} as const;

/** A call that waits for its turn, and whose caller waits for it: neither will see the next life. */
export async function dismiss(deps: LaneDeps, group: LaneGroup, call: LiveCall): Promise<void> {
  if (call.settle === null) return;
  try {
    await cancelWaiting(deps, group, { sequence: call.sequence, why: closing.problem, unstarted: false });
  } catch (error) {
    deps.report('a call cannot be cancelled', error);
  }
  // Begun meanwhile, it has its time like all that run.
  if (!group.running.has(call.sequence)) tellCaller(call, closing);
}
