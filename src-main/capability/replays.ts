import { hiddenMark } from '#shared/hidden-values.ts';
import type { CallChanges, CallSelection, ReplayPlan } from '#shared/model/replay.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { findBody } from './find-body.ts';

export function replayCapability(deps: Pick<CapabilityDeps, 'replays' | 'store' | 'hiding'>) {
  const { replays } = deps;
  const os = answering.replays;

  async function confirmedPlan(selection: CallSelection, confirmed: boolean): Promise<ReplayPlan> {
    const plan = await replays.plan(selection);
    const doubtful = plan.integrations.filter(({ repeatable }) => !repeatable).map(({ lane }) => lane);
    if (confirmed || doubtful.length === 0) return plan;
    const detail = `The calls of ${doubtful.join(', ')} would run again, which the trigger does not say does no harm. Confirm it to go on.`;
    throw toFailure(problem('replay_not_confirmed', { detail }));
  }

  /** Whoever edits a body sees masks in place of what is hidden: those must not be sent as if they were values. */
  async function refuseMasks(id: string, { body, bodyEncoding }: CallChanges): Promise<void> {
    if (body === undefined) return;
    const text = bodyEncoding === 'base64' ? Buffer.from(body, 'base64').toString() : body;
    if (!text.includes(hiddenMark) || (await findBody(id, 'request', deps))?.isMasked !== true) return;
    const detail = `The new body has ${hiddenMark} where the trigger hides values of the old one. Leave the body out to send it as it was, or write the values.`;
    throw toFailure(problem('call_not_repeatable', { detail, path: 'changes.body' }));
  }

  return {
    once: os.once.handler(async ({ input: { id, changes, confirmed } }) => {
      if (changes !== undefined) await refuseMasks(id, changes);
      await confirmedPlan({ ids: [id] }, confirmed);
      return valueOf(await replays.once(id, changes));
    }),
    plan: os.plan.handler(({ input }) => replays.plan(input.selection)),
    start: os.start.handler(async ({ input: { selection, confirmed }, context }) => {
      const plan = await confirmedPlan(selection, confirmed);
      return valueOf(await replays.start(selection, plan, context.signedIn.label));
    }),
    list: os.list.handler(() => replays.list()),
    stop: os.stop.handler(async ({ input }) => valueOf(await replays.stop(input.id))),
  };
}
