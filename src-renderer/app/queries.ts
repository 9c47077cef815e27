import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { hashKey, onlineManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { setServerTime } from '#renderer/ui/server-time.ts';
import { client, type Connection, connection, isConnectionLost } from './client.ts';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onSuccess: (_answer, { queryHash }) => {
      const status = queryHash === statusHash ? queryClient.getQueryData(statusKey) : undefined;
      if (status !== undefined) setServerTime(status.now);
    },
  }),
  defaultOptions: {
    queries: {
      // What was asked while the connection was lost waits for the next one; what was shown stays meanwhile.
      retry: (_failures, error) => isConnectionLost(error),
      retryDelay: 250,
      refetchOnReconnect: false,
      refetchOnWindowFocus: true,
      staleTime: 2000,
    },
    // To do something again is for whoever knows whether it was done.
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Options and keys for each procedure: `useQuery(orpc.integrations.summaries.queryOptions())`. */
export const orpc = createTanstackQueryUtils(client);

const statusKey = orpc.host.status.queryKey();
const statusHash = hashKey(statusKey);

// The runtime is on this machine or near it: what the system says of the internet does not matter.
onlineManager.setEventListener((setOnline) => {
  const tell = ({ state }: Connection) => setOnline(state === 'connecting' || state === 'connected');
  // A page without a token is refused before anybody can be told.
  tell(connection.getState());
  return connection.subscribe(tell);
});

connection.subscribe((now, before) => {
  if (now.epoch !== before.epoch && now.epoch > 1) void queryClient.invalidateQueries();
});
