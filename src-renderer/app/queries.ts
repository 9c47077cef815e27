import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { hashKey, QueryCache, QueryClient } from '@tanstack/react-query';
import { setServerTime } from '#renderer/ui/server-time.ts';
import { client, connection } from './client.ts';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onSuccess: (_answer, { queryHash }) => {
      const status = queryHash === statusHash ? queryClient.getQueryData(statusKey) : undefined;
      if (status !== undefined) setServerTime(status.now);
    },
  }),
  defaultOptions: {
    // The runtime is on this machine or near it: what the system says of the internet does not matter.
    queries: { networkMode: 'always', staleTime: 2000, retry: false, refetchOnWindowFocus: true },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Options and keys for each procedure: `useQuery(orpc.integrations.list.queryOptions())`. */
export const orpc = createTanstackQueryUtils(client);

const statusKey = orpc.host.status.queryKey();
const statusHash = hashKey(statusKey);

connection.subscribe((now, before) => {
  if (now.epoch !== before.epoch && now.epoch > 1) void queryClient.invalidateQueries();
});
