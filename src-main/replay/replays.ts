// Sends kept calls again, one after the other and in the order in which they came. It goes on after a restart where it
// was: how far it has come stands in the commit of each call that it makes.
import { setTimeout as wait } from 'node:timers/promises';
import type { KeptReplay, ReplayStore } from '#main/ports/replays.ts';
import type { CallStore } from '#main/ports/store.ts';
import { isOpen, type CallSummary } from '#shared/model/call.ts';
import type { CallChanges, CallSelection, Replay, ReplayPlan } from '#shared/model/replay.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { retryMs } from '#main/lane/deps.ts';
import { laneName } from '#main/lane/lane.ts';
import { replayCall, type ReplayCallDeps } from './replay-call.ts';

export interface ReplayDeps extends ReplayCallDeps {
  readonly calls: CallStore;
  readonly replays: ReplayStore;
}

export interface Replays {
  /** What a replay of these calls would send. */
  plan(selection: CallSelection): Promise<ReplayPlan>;
  /** Sends one call again. Problems: `call_not_found`, `call_not_repeatable`, and those of its trigger. */
  once(id: string, changes: CallChanges | undefined): Promise<Result<{ readonly callId: string }>>;
  /** Begins to send these calls again. Problems: `replay_empty`. */
  start(selection: CallSelection, plan: ReplayPlan, by: string): Promise<Result<Replay>>;
  /** Problems: `replay_not_found`. */
  stop(id: string): Promise<Result<Replay>>;
  list(): Promise<Replay[]>;
  /** Goes on with those that the end of the last life cut off. */
  resume(): Promise<void>;
  /** Sends nothing more in this life. */
  close(): Promise<void>;
}

const pageCalls = 200;
/** How long it waits where it is refused for now; at most so long, so that a stop is soon heard. */
const roomMs = 200;
const maxPauseMs = 5_000;

interface Running {
  waitsFor: string | null;
  readonly ending: AbortController;
  readonly done: Promise<void>;
}

export function createReplays(deps: ReplayDeps): Replays {
  const { calls, replays, registry, lanes } = deps;
  const running = new Map<string, Running>();
  const closing = new AbortController();

  /** Page by page, upwards. */
  async function* scan(of: Pick<KeptReplay, 'selection' | 'after' | 'upTo'>): AsyncGenerator<CallSummary> {
    const { selection, upTo } = of;
    const asked =
      'ids' in selection ? { filter: {}, ids: selection.ids } : { filter: selection.filter, ids: undefined };
    for (let after: number | null = of.after; after !== null;) {
      const page = await calls.scan({ ...asked, after, upTo, limit: pageCalls });
      yield* page.calls;
      after = page.nextAfter;
    }
  }

  async function begin(replay: KeptReplay): Promise<void> {
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, closing.signal]);
    const { promise, resolve } = Promise.withResolvers<void>();
    const state: Running = { waitsFor: null, ending, done: promise };
    running.set(replay.id, state);
    while (!(await goOn(replay, state, signal)) && !signal.aborted);
    running.delete(replay.id);
    resolve();
  }

  /** Whether it has come to its end. Where something cannot be read or stored for now, it goes on from what is on disk. */
  async function goOn(replay: KeptReplay, state: Running, signal: AbortSignal): Promise<boolean> {
    try {
      for await (const call of scan((await find(replay.id)) ?? replay)) {
        if (signal.aborted) return false;
        if (call.state !== 'refused' && !isOpen(call.state)) await send(replay, call, state, signal);
      }
      if (!signal.aborted) await replays.end({ id: replay.id, state: 'done' });
      return true;
    } catch (error) {
      // The next start goes on with it.
      if (signal.aborted) return false;
      deps.report('a replay waits', error);
      await pause(state, error instanceof Error ? error.message : String(error), retryMs, signal);
      return false;
    }
  }

  /** Until it is sent, or cannot be. */
  async function send(
    { id }: KeptReplay,
    { id: callId, sequence, integrationId }: CallSummary,
    state: Running,
    signal: AbortSignal,
  ): Promise<void> {
    const step = { id, origin: sequence };
    while (!signal.aborted) {
      const leavesRoom = integrationId === null ? null : leaveRoom(integrationId);
      if (leavesRoom !== null) {
        await pause(state, leavesRoom, roomMs, signal);
        continue;
      }
      const origin = await calls.get(callId);
      // The end counts it as left out, like those that are gone before they are found.
      if (origin === null) return;
      const sent = await replayCall(origin, { step }, deps);
      if (sent.ok) return;
      const { detail, retryAfterSeconds } = sent.problem;
      if (retryAfterSeconds === undefined) return replays.leaveOut({ ...step, problem: detail });
      await pause(state, detail, Math.min(retryAfterSeconds * 1_000, maxPauseMs), signal);
    }
  }

  /** Why it waits although it might be let in: half of a lane stays free for those who call. */
  function leaveRoom(integrationId: string): string | null {
    const live = registry.get(integrationId);
    if (live === undefined) return null;
    const isHalfFull = lanes.waitingIn(integrationId) * 2 >= live.integration.trigger.maxWaiting;
    return isHalfFull ? `Half of the lane ${laneName(live.integration)} is left to callers.` : null;
  }

  const shown = ({ after: _after, upTo: _upTo, ...replay }: KeptReplay): Replay => ({
    ...replay,
    waitsFor: running.get(replay.id)?.waitsFor ?? null,
  });

  const find = async (id: string) => (await replays.all()).find((replay) => replay.id === id);

  return {
    async plan(selection) {
      const counted = { total: 0, refused: 0, open: 0 };
      const byIntegration = new Map<string, ReplayPlan['integrations'][number]>();
      for await (const call of scan({ selection, after: 0, upTo: await calls.newest(null) })) {
        const { state, integrationId, lane } = call;
        if (state === 'refused' || integrationId === null) counted.refused++;
        else if (isOpen(state)) counted.open++;
        else {
          counted.total++;
          const known = byIntegration.get(integrationId);
          const live = registry.get(integrationId)?.integration;
          byIntegration.set(integrationId, {
            integrationId,
            lane: live === undefined ? (lane ?? '') : laneName(live),
            calls: (known?.calls ?? 0) + 1,
            repeatable: live?.trigger.repeatable ?? false,
          });
        }
      }
      return { ...counted, integrations: [...byIntegration.values()] };
    },

    async once(id, changes) {
      const origin = await calls.get(id);
      return origin === null
        ? refuse(problem('call_not_found'))
        : replayCall(origin, { changes, step: null }, deps);
    },

    async start(selection, { total }, by) {
      if (total === 0) return refuse(problem('replay_empty'));
      const replay: KeptReplay = {
        id: deps.newId(),
        startedAt: new Date(deps.now()).toISOString(),
        by,
        selection,
        state: 'running',
        total,
        sent: 0,
        leftOut: 0,
        lastProblem: null,
        after: 0,
        upTo: await calls.newest(null),
      };
      await replays.begin(replay);
      void begin(replay);
      return ok(shown(replay));
    },

    async stop(id) {
      if ((await find(id)) === undefined) return refuse(problem('replay_not_found'));
      const state = running.get(id);
      state?.ending.abort();
      await state?.done;
      await replays.end({ id, state: 'stopped' });
      const stopped = await find(id);
      return stopped === undefined ? refuse(problem('replay_not_found')) : ok(shown(stopped));
    },

    list: async () => (await replays.all()).map(shown),

    async resume() {
      for (const replay of await replays.underWay()) void begin(replay);
    },

    async close() {
      closing.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

async function pause(state: Running, why: string, ms: number, signal: AbortSignal): Promise<void> {
  state.waitsFor = why;
  await wait(ms, undefined, { signal }).catch(() => undefined);
  state.waitsFor = null;
}
