import { useQueries } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { LaneDetail } from '#shared/model/lane.ts';
import { placesKept } from './place-of.ts';

const everyMs = 1000;
/** As many lanes are asked for as a screen of rows can be read of. */
const mostLanes = 8;

/** The lanes of the calls in sight that wait, by integration, as of this second; none where nothing waits. */
export function usePlaces(inSight: readonly CallSummary[]): ReadonlyMap<string, LaneDetail> {
  const waiting = inSight.flatMap(({ state, integrationId }) =>
    state === 'waiting' && integrationId !== null ? [integrationId] : [],
  );
  return useQueries({
    queries: [...new Set(waiting)].slice(0, mostLanes).map((integrationId) => ({
      ...orpc.lanes.get.queryOptions({ input: { integrationId, limit: placesKept } }),
      refetchInterval: everyMs,
    })),
    combine: byIntegration,
  });
}

const byIntegration = (
  answers: readonly { readonly data?: LaneDetail | undefined }[],
): ReadonlyMap<string, LaneDetail> =>
  new Map(answers.flatMap(({ data }) => (data ? [[data.integrationId, data] as const] : [])));
