import type { Lanes } from '#main/lane/lanes.ts';
import { depthHeader, maxDepth, readChain } from '#shared/call-chain.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { headerOf, type IncomingCall } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

/**
 * Calls that came from calls: one at the end of too long a chain, and one that would wait for a lane which its
 * own caller holds. `waits`: the caller wants the result.
 * Problems: `loop_detected`, `lane_waits_on_itself`.
 */
export function guardChain(
  call: IncomingCall,
  { integration: { id, trigger } }: LiveIntegration,
  waits: boolean,
  lanes: Pick<Lanes, 'runningCalls'>,
): Problem | null {
  if (headerOf(call, depthHeader) === undefined) return null;
  const chain = readChain((name) => headerOf(call, name));
  if (chain.depth > maxDepth) {
    const reason = `${chain.depth} calls led to this one, ${maxDepth} may; the last of them: ${chain.calls.join(', ')}.`;
    return problem('loop_detected', { reason });
  }
  const { orderedDelivery } = trigger;
  if (!waits || orderedDelivery === false || orderedDelivery.by !== null) return null;
  const holder = lanes.runningCalls(id).find((running) => chain.calls.includes(running.id));
  return holder === undefined
    ? null
    : problem('lane_waits_on_itself', {
        reason: `The call came from ${holder.id}, which holds the lane until this one is answered.`,
      });
}
