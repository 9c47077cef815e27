// No call is begun without the secrets that its workflow needs: it would fail for a reason that is not its own. Where one
// cannot be read, the lanes of its integration stand still until it can.
import { problem } from '#shared/problem.ts';
import type { LaneDeps } from './deps.ts';
import { expressionOf, type Lane, type LaneGroup, waitingIn } from './lane.ts';
import { cancelWaiting } from './leave-queue.ts';

/** Lets the lanes stand still, or go on, as the version in place says. */
export function lookForSecrets(deps: LaneDeps, group: LaneGroup): void {
  if (!deps.missing.areSome()) {
    group.lacks = null;
    group.lackingSinceMs = null;
    return;
  }
  const { trigger, dataProcessing, workflow } = group.integration;
  const { hiddenBodyPaths } = trigger;
  const by = expressionOf(trigger);
  const why = deps.missing.whyNot({ dataProcessing, steps: workflow, hiddenBodyPaths, by });
  if (why !== null) return standStill(deps, group, why);
  group.lacks = null;
  // Whoever waits may have come under a version that lacks it still.
  if (waitingIn(group) + group.starting.size === 0) group.lackingSinceMs = null;
}

/** Whether a call whose turn has come lacks one, maybe under an earlier version; null where it waits no more. */
export async function isLacking(
  deps: LaneDeps,
  group: LaneGroup,
  lane: Lane,
  sequence: number,
): Promise<boolean | null> {
  const { id: integrationId } = group.integration;
  const known = group.known.get(sequence);
  const version = known?.integrationVersion ?? (await versionOf());
  if (version === null) return null;
  if (version === group.integration.version) return group.lacks !== null;
  const { program } = await deps.version(integrationId, version);
  // Cancelled meanwhile, it stops nobody.
  if (known !== undefined && !group.known.has(sequence)) return null;
  const why = deps.missing.whyNot({ ...program, by: null });
  if (why !== null) standStill(deps, group, why);
  return why !== null;

  /** Null where it waits no more. */
  async function versionOf(): Promise<number | null> {
    const at = { integrationId, laneKey: lane.key, after: sequence - 1, limit: 1 };
    const [row] = await deps.calls.waiting(at);
    return row?.sequence === sequence ? row.integrationVersion : null;
  }
}

/** Whoever waits for an answer is told at once: nobody knows for how long it would be. */
export function standStill(deps: LaneDeps, group: LaneGroup, why: string): void {
  group.lackingSinceMs ??= deps.now();
  group.lacks = { note: why, sinceMs: group.lackingSinceMs };
  for (const { settle, sequence } of group.known.values()) {
    if (settle !== null) refuseWaiting(deps, group, sequence, why);
  }
}

export function refuseWaiting(deps: LaneDeps, group: LaneGroup, sequence: number, why: string): void {
  cancelWaiting(deps, group, { sequence, why: secretsUnreadable(why) }).catch((error: unknown) =>
    deps.report('a call that lacks a secret cannot be cancelled', error),
  );
}

export const secretsUnreadable = (reason: string) =>
  problem('secrets_unreadable', { reason, retryAfterSeconds: 60 });
