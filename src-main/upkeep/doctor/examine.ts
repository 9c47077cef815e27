// Gathers what the doctor has to go by. Nothing is changed by looking.
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopback } from '#main/call/auth/none.ts';
import type { CertificateDesk } from '#main/ports/certificates.ts';
import type { Vault } from '#main/secrets/vault.ts';
import { listBackups } from '#main/store/backups.ts';
import type { Check } from '#shared/model/check.ts';
import type { HostStatus, Settings } from '#shared/model/setting.ts';
import type { Data } from '../open-data.ts';
import { checksOf } from './checks.ts';
import type { Findings } from './findings.ts';
import type { Prober } from './probe.ts';

export interface Examined {
  readonly folder: string;
  readonly serve: boolean;
  readonly data: Pick<Data, 'store' | 'isFull' | 'isLow'>;
  readonly vault: Pick<Vault, 'status'>;
  readonly exposure: {
    readonly certificates: Pick<CertificateDesk, 'list'>;
    readonly probe: Prober['probe'];
  };
  status(): HostStatus;
  settings(): Settings;
  now(): number;
  /** The monotonic clock in milliseconds. */
  tick(): number;
}

export function createExamine(deps: Examined): () => Promise<readonly Check[]> {
  const { folder, data, exposure, now, tick } = deps;
  const { store } = data;
  const startedAt = now() - tick();
  return async () => {
    const status = deps.status();
    const isSound = store.damage === null;
    const { bavail, bsize } = await statfs(folder);
    const findings: Findings = {
      status,
      serves: deps.serve,
      nowMs: now(),
      clockMovedMs: now() - tick() - startedAt,
      certificates: isSound ? await exposure.certificates.list() : [],
      disk: { freeBytes: bavail * bsize, state: data.isFull() ? 'full' : data.isLow() ? 'low' : 'ok' },
      databaseBytes: (await sizeOf(join(folder, 'queue.db'))) + (await sizeOf(join(folder, 'config.db'))),
      backupAtMs: await newestBackup(folder),
      dataKey: await lookAtKey(deps, isSound),
      unbelievedProxies: isSound ? await unbelievedProxies(deps) : [],
      probe: await probe(deps, status),
    };
    return checksOf(findings);
  };
}

const sizeOf = async (path: string): Promise<number> => (await statOf(path))?.size ?? 0;
const statOf = (path: string) => stat(path).catch(() => null);

async function newestBackup(folder: string): Promise<number | null> {
  const [newest] = listBackups(folder, 'hookline');
  return newest === undefined ? null : ((await statOf(newest))?.mtimeMs ?? null);
}

async function lookAtKey({ vault, folder }: Examined, isSound: boolean): Promise<Findings['dataKey']> {
  const status = vault.status();
  const hasModes = process.getuid !== undefined;
  const mode = (await statOf(status.place))?.mode;
  const older = status.kind === 'folder' ? null : await statOf(join(folder, 'data-key'));
  return {
    ...status,
    // In recovery nobody has tried yet.
    isLost: isSound && status.isLost,
    // systemd looks after the mode of its credentials.
    mode: hasModes && status.kind !== 'credential' ? (mode ?? null) : null,
    hasOlderFile: older !== null,
  };
}

const looksAt = 20;
const proxyHeaders: ReadonlySet<string> = new Set(['forwarded', 'x-forwarded-for']);

/** Who sent the newest calls that have headers of proxies, where nobody is believed about callers. */
async function unbelievedProxies({ data: { store }, settings }: Examined): Promise<string[]> {
  if (settings().network.trustedProxies.length > 0) return [];
  const { calls } = await store.calls.list({ filter: {}, limit: looksAt });
  const peers = new Set<string>();
  for (const { id } of calls) {
    const call = await store.calls.get(id);
    const headers = JSON.parse(call?.request.headersJson ?? '[]') as [name: string, value: string][];
    if (call !== null && headers.some(([name]) => proxyHeaders.has(name.toLowerCase())))
      peers.add(call.request.remoteAddress);
  }
  return [...peers];
}

/** The public address; else a listener that other machines reach. */
async function probe(
  { exposure, settings, serve }: Examined,
  { listeners }: HostStatus,
): Promise<Findings['probe']> {
  if (!serve) return null;
  const open = listeners.find(({ kind, up, host }) => kind !== 'admin' && up && !isLoopback(host));
  const base = settings().publicBaseUrl ?? open?.url;
  return base === undefined ? null : exposure.probe(base);
}
