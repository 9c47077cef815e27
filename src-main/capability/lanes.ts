import type { LanePicture } from '#main/lane/lane.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure } from './failing.ts';

export function laneCapability({ store, lanes }: CapabilityDeps) {
  const os = answering.lanes;

  async function summaryOf(picture: LanePicture): Promise<LaneSummary> {
    const { integrationId, waiting } = picture;
    const [oldest] = waiting === 0 ? [] : await store.calls.waiting({ integrationId, after: 0, limit: 1 });
    return {
      ...picture,
      oldestWaitingAt: oldest === undefined ? null : new Date(oldest.receivedAtMs).toISOString(),
    };
  }

  return {
    list: os.list.handler(() => Promise.all(lanes.pictures().map(summaryOf))),

    get: os.get.handler(async ({ input: { integrationId, limit } }) => {
      const picture = lanes.pictures().find((lane) => lane.integrationId === integrationId);
      if (picture === undefined) throw toFailure(problem('integration_not_found'));
      const waiting = await store.calls.waiting({ integrationId, after: 0, limit });
      return {
        ...(await summaryOf(picture)),
        runningCalls: lanes.runningCalls(integrationId).map((call) => ({
          id: call.id,
          sequence: call.sequence,
          laneSequence: call.laneSequence ?? 0,
          method: call.method,
          keyLabel: call.keyLabel,
          receivedAt: new Date(call.receivedAtMs).toISOString(),
          startedAt: new Date(call.startedAtMs ?? call.receivedAtMs).toISOString(),
          attempt: call.attempt,
        })),
        waitingCalls: waiting.map(({ receivedAtMs, ...call }, at) => ({
          ...call,
          place: at + 1,
          receivedAt: new Date(receivedAtMs).toISOString(),
        })),
      };
    }),
  };
}
