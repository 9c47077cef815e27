import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type BusyIntegration, busyKeys, type BusyLog, storeBusyLog } from './busy-log.ts';
import { startService, type Service } from './service.ts';

export const busyNames = ['Orders', 'ItemPrice', 'CreateCustomerRecord', 'Stock', 'Invoices', 'Returns'];

export const keyOf = (label: string): string => `hk_busy_${label.replaceAll(' ', '')}_0123456789`;

const integrations = busyNames.map((name, at) => ({
  name,
  code: `abcd${at}`,
  trigger: {
    maxWaiting: 1_000_000,
    authentication: { kind: 'apiKeys', keys: busyKeys.map((label) => ({ label, key: keyOf(label) })) },
  },
  workflow: [],
}));

type BusySize = Pick<BusyLog, 'count' | 'days' | 'rareEvery'>;

/** Makes a data folder with a log of so many calls, the last of them received just now. */
export async function makeBusyData(data: string, of: BusySize): Promise<void> {
  await (await startService({ data, integrations })).stop();
  const config = new Database(join(data, 'config.db'), { readonly: true });
  const known = config
    .prepare('SELECT id, code, name FROM integrations ORDER BY code')
    .all() as BusyIntegration[];
  config.close();
  const queue = new Database(join(data, 'queue.db'));
  storeBusyLog(queue, { ...of, integrations: known, untilMs: Date.now() });
  queue.pragma('wal_checkpoint(TRUNCATE)');
  queue.close();
}

/** A service with such a log; its data goes when it is stopped. */
export async function startBusyService(
  of: BusySize,
  start: (on: { readonly data: string }) => Promise<Service> = startService,
): Promise<Service> {
  const data = await mkdtemp(join(tmpdir(), 'hookline-test-'));
  await makeBusyData(data, of);
  const service = await start({ data });
  return {
    ...service,
    async stop() {
      const code = await service.stop();
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}
