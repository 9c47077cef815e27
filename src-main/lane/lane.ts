import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { createLaneQueue, type LaneQueue } from './lane-queue.ts';
import type { LiveCall } from './live-call.ts';
import { createPace, secondsUntilEmpty, type Pace } from './pace.ts';

/** The queue of one integration with the calls it holds. */
export interface Lane {
  integration: Integration;
  readonly queue: LaneQueue;
  readonly pace: Pace;
  /** Calls of this life that wait, by sequence; older ones become known when they start. */
  readonly waiting: Map<number, LiveCall>;
  /** Sequences whose start is on its way to disk. */
  readonly starting: Set<number>;
  readonly running: Map<number, LiveCall>;
}

export const laneName = (at: { readonly code: string; readonly name: string }): string =>
  endpointPath(at).slice(1);

/** A switched off integration starts nothing: its calls keep waiting. */
export const limitOf = (integration: Integration): number => (integration.enabled ? widthOf(integration) : 0);

const widthOf = ({ trigger }: Integration): number =>
  trigger.orderedDelivery !== false ? 1 : trigger.concurrency;

export const createLane = (integration: Integration, waitingOnDisk: number, tick: () => number): Lane => ({
  integration,
  queue: createLaneQueue(limitOf(integration), waitingOnDisk),
  pace: createPace(tick),
  waiting: new Map(),
  starting: new Set(),
  running: new Map(),
});

/** When a caller of a full lane may try again, from the lane's own speed. */
export const retryAfterSeconds = ({ queue, pace, integration }: Lane): number =>
  secondsUntilEmpty({
    waiting: queue.waiting,
    perSecond: pace.perSecond(),
    meanRunMs: pace.meanRunMs(),
    width: widthOf(integration),
  });

/** What is known of a lane without asking the store. */
export type LanePicture = Omit<LaneSummary, 'oldestWaitingAt'>;

export const pictureOf = ({ integration, queue, pace }: Lane): LanePicture => ({
  lane: laneName(integration),
  integrationId: integration.id,
  integration: integration.name,
  enabled: integration.enabled,
  ordered: integration.trigger.orderedDelivery !== false,
  concurrency: widthOf(integration),
  running: queue.running,
  waiting: queue.waiting,
  finishedLastMinute: pace.lastMinute(),
  meanRunMs: pace.meanRunMs(),
});
