// Asks a running service by its admin server, as its screens do.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { toFailure } from '#main/capability/failing.ts';
import type { Client } from '#shared/contract/index.ts';
import { refuseSize } from '#shared/contract/request-size.ts';

export interface Reached {
  readonly client: Client;
  close(): Promise<void>;
}

export async function connectAdmin(adminUrl: string, token: string): Promise<Reached> {
  const { Agent, fetch } = await import('undici');
  // A test call may wait ten minutes for its answer, a followed log longer.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const link = new RPCLink({
    url: `${adminUrl}/rpc`,
    headers: { authorization: `Bearer ${token}` },
    fetch: async (request, init) => {
      const body = request.body === null ? null : await request.text();
      const tooLarge = body === null ? null : refuseSize(body);
      if (tooLarge !== null) throw toFailure(tooLarge);
      const headers = [...request.headers];
      return fetch(request.url, {
        ...init,
        method: request.method,
        headers,
        body,
        signal: request.signal,
        dispatcher: agent,
      });
    },
  });
  return { client: createORPCClient(link), close: () => agent.destroy() };
}
