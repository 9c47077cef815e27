// Lanes: each integration's queue, in motion. A call is put on disk, waits its turn, runs and ends here. The
// order is decided by `lane-queue.ts`; every change is on disk before it has an effect or is told to anyone.
import type { NewCall, StartedCall } from '#main/ports/store.ts';
import type { Integration } from '#shared/model/integration.ts';
import type { CallTimings } from '#shared/model/call.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { retryMs, sinceReceived, type LaneDeps } from './deps.ts';
import { createLane, limitOf, pictureOf, retryAfterSeconds, type Lane, type LanePicture } from './lane.ts';
import { maxRemembered } from './lane-queue.ts';
import { createLiveCall, type LiveCall } from './live-call.ts';
import { runCall } from './run-call.ts';

/** A call that has passed every check and whose body has been read. */
export type AcceptedCall = Omit<NewCall, 'start'> & { readonly receivedTick: number };
export type Lanes = ReturnType<typeof createLanes>;

/** Waiting calls without a caller beyond this many are known from disk alone. */
const maxKnown = 10_000;

export function createLanes(deps: LaneDeps) {
  const { calls, now, tick } = deps;
  const lanes = new Map<string, Lane>();
  let closing = false;

  function laneOf(integrationId: string): Lane {
    const lane = lanes.get(integrationId);
    if (lane === undefined) throw new Error(`There is no lane of integration ${integrationId}.`);
    return lane;
  }

  /** Starts whoever may start, and fetches more of the waiting where few are left in memory. */
  function pump(lane: Lane): void {
    if (closing) return;
    for (let next = lane.queue.next(); next !== null; next = lane.queue.next()) {
      lane.starting.add(next);
      void startWaiting(lane, next);
    }
    const after = lane.queue.refillAfter();
    if (after !== null) void refill(lane, after);
  }

  async function refill(lane: Lane, after: number): Promise<void> {
    try {
      const integrationId = lane.integration.id;
      const rows = await calls.waiting({ integrationId, after, limit: maxRemembered });
      const sequences = rows.map(({ sequence }) => sequence);
      lane.queue.refill(sequences, rows.length < maxRemembered);
      pump(lane);
    } catch (error) {
      deps.report('waiting calls cannot be read', error);
      lane.queue.refill([], false);
      setTimeout(() => pump(lane), retryMs).unref();
    }
  }

  async function startWaiting(lane: Lane, sequence: number): Promise<void> {
    let started: StartedCall | null;
    try {
      started = await calls.start({ sequence, startedAtMs: now() });
    } catch (error) {
      deps.report('a call cannot be started', error);
      setTimeout(() => void startWaiting(lane, sequence), retryMs).unref();
      return;
    }
    const known = lane.waiting.get(sequence);
    lane.starting.delete(sequence);
    lane.waiting.delete(sequence);
    if (started === null) {
      lane.queue.gone();
      pump(lane);
      return;
    }
    const call = known ?? earlierCall(lane, sequence, started);
    call.caller = started.caller;
    call.attempt = started.attempt;
    await runCall(deps, lane, call, started.request, () => pump(lane));
  }

  return {
    /** Makes or changes the lane of an integration. */
    configure(integration: Integration, waitingOnDisk = 0): void {
      const lane = lanes.get(integration.id) ?? createLane(integration, waitingOnDisk, tick);
      lanes.set(integration.id, lane);
      lane.integration = integration;
      lane.queue.setLimit(deps.paused || closing ? 0 : limitOf(integration));
      pump(lane);
    },

    remove: (integrationId: string): boolean => lanes.delete(integrationId),

    /** `lane_full`, with the time after which to try again, where no more calls may wait. */
    refusal({ id, trigger }: Integration): Problem | null {
      const lane = laneOf(id);
      // Those on their way to disk count too, so that a burst cannot overshoot.
      const waiting = lane.queue.waiting + lane.queue.entering;
      if (waiting < trigger.maxWaiting) return null;
      return problem('lane_full', {
        reason: `${waiting} calls are waiting, ${trigger.maxWaiting} may.`,
        retryAfterSeconds: retryAfterSeconds(lane),
      });
    },

    /**
     * Puts a call on disk and lets it run in its turn. The order in which this is called, without waiting in
     * between, is the order of acceptance. `settle` is told the end, or the answer if that comes before.
     * Rejects with a StoreFailure; the call then does not exist.
     */
    async accept(accepted: AcceptedCall, settle: LiveCall['settle']): Promise<LiveCall> {
      const lane = laneOf(accepted.integrationId);
      const entry = lane.queue.enter();
      const { receivedTick, ...row } = accepted;
      const { method, path } = row.request;
      const call = createLiveCall({ ...row, receivedTick, method, path, settle });
      call.answeredStatus = row.answeredStatus;
      call.timings.authorisedMs = row.authorisedMs;
      try {
        Object.assign(call, await calls.accept({ ...row, start: entry === 'start' }));
      } catch (error) {
        lane.queue.lost(entry);
        pump(lane);
        throw error;
      }
      call.timings.storedMs = sinceReceived(deps, call);
      lane.queue.stored(call.sequence, entry);
      if (entry === 'start') {
        call.attempt = 1;
        void runCall(deps, lane, call, row.request, () => pump(lane));
      } else {
        if (settle !== null || lane.waiting.size < maxKnown) lane.waiting.set(call.sequence, call);
        deps.announce(call);
        if (closing) dismiss(call);
        pump(lane);
      }
      return call;
    },

    /** Cancels a call of this life that still waits; false where it had started. */
    async cancel(call: LiveCall, why: Problem, callerGoneMs: number | null): Promise<boolean> {
      const { sequence } = call;
      const text = { code: why.code, text: why.reason ?? why.detail };
      if (!(await calls.cancel({ sequence, problem: text, finishedAtMs: now(), callerGoneMs }))) return false;
      const lane = laneOf(call.integrationId);
      lane.waiting.delete(sequence);
      if (!lane.starting.has(sequence)) lane.queue.withdraw(sequence);
      end(call, text);
      return true;
    },

    /** Cancels all that wait in a lane; how many. */
    async cancelAll(integrationId: string, why: Problem): Promise<number> {
      const text = { code: why.code, text: why.reason ?? why.detail };
      const cancelled = await calls.cancelAll({ integrationId, problem: text, finishedAtMs: now() });
      const lane = laneOf(integrationId);
      lane.queue.withdrawAll();
      for (const call of lane.waiting.values()) {
        call.settle?.({ kind: 'failed', problem: why, status: null });
        end(call, text);
      }
      lane.waiting.clear();
      return cancelled;
    },

    /** When an open call reached what; null where this life does not know. */
    timingsOf(integrationId: string, sequence: number): CallTimings | null {
      const lane = lanes.get(integrationId);
      return (lane?.running.get(sequence) ?? lane?.waiting.get(sequence))?.timings ?? null;
    },

    sinceReceived: (call: LiveCall): number => sinceReceived(deps, call),
    waitingIn: (integrationId: string): number => laneOf(integrationId).queue.waiting,
    runningIn: (integrationId: string): number => laneOf(integrationId).queue.running,
    runningCalls: (integrationId: string): readonly LiveCall[] => [...laneOf(integrationId).running.values()],
    pictures: (): LanePicture[] => [...lanes.values()].map(pictureOf),

    /** Starts nothing more; resolves when what runs has ended, or after the grace time. */
    async drain(graceMs: number): Promise<void> {
      closing = true;
      for (const lane of lanes.values()) lane.queue.setLimit(0);
      const until = tick() + graceMs;
      dismissAll((lane) => lane.waiting);
      const isBusy = () =>
        [...lanes.values()].some(({ running, starting }) => running.size + starting.size > 0);
      while (isBusy() && tick() < until) await new Promise((resolve) => setTimeout(resolve, 10));
      dismissAll((lane) => lane.running);
    },
  };

  /** Whoever waits for an answer is told that there will be none. */
  function dismissAll(group: (lane: Lane) => ReadonlyMap<number, LiveCall>): void {
    for (const lane of lanes.values()) for (const call of group(lane).values()) dismiss(call);
  }

  function dismiss(call: LiveCall): void {
    call.settle?.({
      kind: 'failed',
      problem: problem('shutting_down', { retryAfterSeconds: 5 }),
      status: null,
    });
    call.settle = null;
  }

  function end(call: LiveCall, why: { readonly code: string; readonly text: string }): void {
    call.settle = null;
    call.state = 'cancelled';
    call.problem = why;
    call.timings.finishedMs = sinceReceived(deps, call);
    deps.announce(call);
  }
}

/** A call that an earlier life put on disk, or whose turn came from disk. */
function earlierCall(lane: Lane, sequence: number, started: StartedCall): LiveCall {
  const { method, path } = started.request;
  const integration = lane.integration.name;
  const call = createLiveCall({ ...started, integration, method, path, receivedTick: null, settle: null });
  return Object.assign(call, {
    sequence,
    laneSequence: started.laneSequence,
    answeredStatus: started.answeredStatus,
  });
}
