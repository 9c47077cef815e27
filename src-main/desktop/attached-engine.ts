// A service that runs on the folder already: the app shows its screens, and neither starts nor ends it.
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAdmin, type Reached } from '#main/admin/admin-client.ts';
import { loadAdminToken } from '#main/admin/admin-token.ts';
import { findService } from '#main/admin/service-file.ts';
import { relayPort, type ServicePlace } from '#main/carrier/relay-port.ts';
import type { Engine } from './engine.ts';

const lookAgainMs = 1_000;

/** Null where no service answers for this folder. */
export async function attachToService(folder: string): Promise<Engine | null> {
  if ((await placeOf(folder)) === null) return null;
  let reached: (Reached & { readonly adminUrl: string }) | null = null;

  /** Another service may run there by now, elsewhere. */
  async function reach(): Promise<Reached> {
    const place = await placeOf(folder);
    if (place === null) throw new Error(`No service runs on ${folder}.`);
    const { adminUrl, token } = place;
    if (reached?.adminUrl === adminUrl) return reached;
    await reached?.close();
    reached = { ...(await connectAdmin(adminUrl, token)), adminUrl };
    return reached;
  }

  return {
    kind: 'attached',
    lost: new Promise<Error>(() => undefined),
    reach: async () => (await reach()).client,
    async serve(port, { signal, ended }) {
      const isServed = async (): Promise<boolean> => {
        const place = await placeOf(folder);
        return place !== null && relayPort(port, place, ended);
      };
      // One that cannot be asked, whatever the reason, is as one that is away.
      while (!signal.aborted && !(await isServed().catch(() => false))) await sleep(lookAgainMs);
    },
    async close() {
      await reached?.close();
    },
  };
}

async function placeOf(folder: string): Promise<ServicePlace | null> {
  const service = await findService(folder);
  return service === null ? null : { adminUrl: service.adminUrl, token: await loadAdminToken(folder) };
}
