// How commands reach the installation: a running service by its admin server, else the runtime in this process.
import { localClient } from '#main/capability/local-client.ts';
import type { Host } from '#main/host.ts';
import { connectAdmin, type Reached } from '#main/admin/admin-client.ts';
import { loadAdminToken } from '#main/admin/admin-token.ts';
import { findService } from '#main/admin/service-file.ts';
import { CommandFailure } from './command-failure.ts';

/** The running service of a folder, or null. */
export async function reachService(folder: string): Promise<Reached | null> {
  const service = await findService(folder);
  return service === null ? null : connectAdmin(service.adminUrl, await loadAdminToken(folder));
}

/** An installation that no service runs, opened without listeners or executions. */
export async function reachInstallation(host: Host): Promise<Reached> {
  const { compose } = await import('#main/compose.ts');
  const runtime = await compose(host, { serve: false });
  if (!runtime.ok) throw new CommandFailure(runtime.problem);
  return {
    client: localClient(runtime.value.router, true),
    close: () => runtime.value.close(),
  };
}
