// How commands reach the installation: a running service by its admin server, else the runtime in this process.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { Client } from '#shared/contract/index.ts';
import { localClient } from '#main/capability/local-client.ts';
import type { Host } from '#main/host.ts';
import { loadAdminToken } from './admin-token.ts';
import { CommandFailure } from './command-failure.ts';
import { findService } from './service-file.ts';

export interface Reached {
  readonly client: Client;
  close(): Promise<void>;
}

/** The running service of a folder, or null. */
export async function reachService(folder: string): Promise<Reached | null> {
  const service = await findService(folder);
  if (service === null) return null;
  const token = await loadAdminToken(folder);
  return connect(service.adminUrl, token);
}

/** An installation that no service runs, opened without listeners or executions. */
export async function reachInstallation(host: Host): Promise<Reached> {
  const { compose } = await import('#main/compose.ts');
  const runtime = await compose(host, { serve: false });
  if (!runtime.ok) throw new CommandFailure(runtime.problem);
  return {
    client: localClient(runtime.value.router),
    close: () => runtime.value.close(),
  };
}

async function connect(adminUrl: string, token: string): Promise<Reached> {
  const { Agent, fetch } = await import('undici');
  // A test call may wait ten minutes for its answer, a followed log longer.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const link = new RPCLink({
    url: `${adminUrl}/rpc`,
    headers: { authorization: `Bearer ${token}` },
    fetch: async (request, init) => {
      const body = request.body === null ? null : await request.text();
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
