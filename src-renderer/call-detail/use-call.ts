import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { serverNow } from '#renderer/ui/server-time.ts';
import { isOpen } from '#shared/model/call.ts';

const openEveryMs = 500;
/** After its end the caller may still be answered or hang up. */
const settledAfterMs = 5000;

/** Everything known of a call, asked for again while there is more to come, of its replays too. */
export function useCall(id: string) {
  return useQuery({
    ...orpc.calls.get.queryOptions({ input: { id } }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false;
      const endedAt = Date.parse(data.receivedAt) + (data.timings.finishedMs ?? 0);
      const isAnyOpen = [data, ...data.replays].some(({ state }) => isOpen(state));
      return isAnyOpen || serverNow() - endedAt < settledAfterMs ? openEveryMs : false;
    },
  });
}
