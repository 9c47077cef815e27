import type { LanePicture } from '#main/lane/lane.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { keyInLane, keyOf, laneKeyOf } from '#shared/model/lane-key.ts';
import { problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';
import { answering } from './base.ts';
import type { CapabilityDeps, RpcContext } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';

/** On each side. */
const shownNeighbours = 3;

export function laneCapability({ store, lanes }: CapabilityDeps) {
  const os = answering.lanes;

  /** Asks for all of them at once: there may be thousands. */
  async function summariesOf(pictures: readonly LanePicture[]): Promise<LaneSummary[]> {
    const ids = pictures.flatMap(({ waiting, integrationId }) => (waiting === 0 ? [] : [integrationId]));
    const heads = ids.length === 0 ? [] : await store.calls.heads(ids);
    const byId = new Map(ids.map((id, at) => [id, heads[at]]));
    return pictures.map((picture) => {
      const head = byId.get(picture.integrationId);
      if (!head) return { ...picture, head: null, oldestWaitingAt: null };
      const { problem: why, nextAttemptAtMs, receivedAtMs } = head;
      return {
        ...picture,
        head: { problem: why, nextAttemptAt: nextAttemptAtMs === null ? null : isoOf(nextAttemptAtMs) },
        oldestWaitingAt: isoOf(receivedAtMs),
      };
    });
  }

  const summaryOf = async (picture: LanePicture): Promise<LaneSummary> => (await summariesOf([picture]))[0]!;

  function pictureOf(integrationId: string): LanePicture {
    const picture = lanes.pictureOf(integrationId);
    if (picture === null) throw toFailure(problem('integration_not_found'));
    return picture;
  }

  /** Does what was asked, and gives the lane as it is afterwards. */
  async function done(integrationId: string, act: () => Promise<Result<null>>): Promise<LaneSummary> {
    pictureOf(integrationId);
    valueOf(await act());
    return summaryOf(pictureOf(integrationId));
  }

  return {
    list: os.list.handler(() => summariesOf(lanes.pictures())),

    get: os.get.handler(async ({ input: { integrationId, key, limit, offset } }) => {
      const picture = pictureOf(integrationId);
      const lane = key === undefined ? {} : { laneKey: laneKeyOf(key) };
      const waiting = await store.calls.waiting({ integrationId, ...lane, after: 0, limit, offset });
      const running = lanes
        .runningCalls(integrationId)
        .filter((call) => key === undefined || keyInLane(call.lane) === key);
      return {
        ...(await summaryOf(picture)),
        runningCalls: running.map((call) => ({
          id: call.id,
          sequence: call.sequence,
          laneSequence: call.laneSequence ?? 0,
          method: call.method,
          keyLabel: call.keyLabel,
          receivedAt: isoOf(call.receivedAtMs),
          key: keyInLane(call.lane),
          startedAt: isoOf(call.startedAtMs ?? call.receivedAtMs),
          attempt: call.attempt,
        })),
        waitingCalls: waiting.map((call, at) => ({
          id: call.id,
          sequence: call.sequence,
          laneSequence: call.laneSequence,
          method: call.method,
          keyLabel: call.keyLabel,
          receivedAt: isoOf(call.receivedAtMs),
          key: keyOf(call.laneKey),
          place: offset + at + 1,
          attempt: call.attempt,
          problem: call.problem,
          nextAttemptAt: call.nextAttemptAtMs === null ? null : isoOf(call.nextAttemptAtMs),
        })),
        keys: lanes.keyLanes(integrationId, limit),
      };
    }),

    neighbours: os.neighbours.handler(async ({ input }) => {
      const call = await store.calls.get(input.callId);
      if (call === null) throw toFailure(problem('call_not_found'));
      const { lane, sequence } = call.summary;
      if (lane === null) return { before: [], after: [] };
      const { before, after } = await store.calls.neighbours({ lane, sequence, count: shownNeighbours });
      return { before: [...before], after: [...after] };
    }),

    hold: os.hold.handler(({ input, context }) =>
      done(input.integrationId, () => lanes.hold({ ...input, by: nameOf(context) })),
    ),
    resume: os.resume.handler(({ input, context }) =>
      done(input.integrationId, () => lanes.resume({ ...input, by: nameOf(context) })),
    ),
    retry: os.retry.handler(({ input, context }) =>
      done(input.integrationId, () => lanes.retry({ ...input, by: nameOf(context) })),
    ),
    skip: os.skip.handler(({ input, context }) =>
      done(input.integrationId, () => lanes.skip({ ...input, by: nameOf(context) })),
    ),
    drain: os.drain.handler(({ input, context }) =>
      done(input.integrationId, () => lanes.drainLane({ ...input, by: nameOf(context) })),
    ),
    cancel: os.cancel.handler(({ input, context }) =>
      done(input.integrationId, () => lanes.cancelCall({ ...input, by: nameOf(context) })),
    ),
    history: os.history.handler(async ({ input }) => {
      pictureOf(input.integrationId);
      return [...(await store.calls.laneEvents(input))];
    }),
  };
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** As the history of a lane names whoever acts. */
const nameOf = ({ signedIn: { label }, isCommandLine = false }: RpcContext): string =>
  isCommandLine ? `${label}, on the command line` : label;
