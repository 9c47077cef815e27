import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { client, connection } from './client.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    // The runtime is on this machine or near it: what the system says of the internet does not matter.
    queries: { networkMode: 'always', staleTime: 2000, retry: false, refetchOnWindowFocus: true },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Options and keys for each procedure: `useQuery(orpc.integrations.list.queryOptions())`. */
export const orpc = createTanstackQueryUtils(client);

connection.subscribe((now, before) => {
  if (now.epoch !== before.epoch && now.epoch > 1) void queryClient.invalidateQueries();
});
