import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import type { WaitingCall } from '#shared/model/lane.ts';
import { everyMs } from './poll.ts';

export const pageRows = 100;

interface Sight {
  readonly integrationId: string;
  readonly laneKey: string | null;
  /** The first and the last row in sight, from 0. */
  readonly first: number;
  readonly last: number;
}

/** The waiting calls in sight, by place, of however many there are: only the pages that are looked at are asked for. */
export function useCallsInSight({
  integrationId,
  laneKey,
  first,
  last,
}: Sight): ReadonlyMap<number, WaitingCall> {
  const pages = pagesOf(first, last);
  return useQueries({
    queries: pages.map((page) => ({
      ...orpc.lanes.get.queryOptions({ input: pageInput(integrationId, laneKey, page) }),
      refetchInterval: everyMs,
      placeholderData: keepPreviousData,
    })),
    combine: (answers) =>
      new Map(
        answers.flatMap(({ data }) => data?.waitingCalls ?? []).map((call) => [call.place, call] as const),
      ),
  });
}

/** What a page of a lane is asked for by; the first one is asked for by its row too. */
export const pageInput = (integrationId: string, laneKey: string | null, page = 0) => ({
  integrationId,
  ...(laneKey === null ? {} : { key: laneKey }),
  limit: pageRows,
  offset: page * pageRows,
});

function pagesOf(first: number, last: number): readonly number[] {
  const from = Math.floor(Math.max(0, first) / pageRows);
  const to = Math.floor(Math.max(0, last) / pageRows);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
