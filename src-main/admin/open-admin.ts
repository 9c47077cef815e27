import type { Runtime } from '#main/runtime.ts';
import { ok, type Result } from '#shared/result.ts';
import { type AdminPlace, type AdminServer, isLoopbackHost, openAdminServer } from './admin-server.ts';
import type { AdminDeps } from './deps.ts';

export interface OpenAdmin {
  readonly url: string;
  /** Where the command line finds it, on this machine. */
  readonly localUrl: string;
  /** What the operator should know. */
  readonly note: string | null;
  close(): Promise<void>;
}

/**
 * The screens and the admin API. Beyond this machine they speak TLS; the command line then has a listener of its own
 * here, so that it needs to trust no certificate. Problems: those of the server.
 */
export async function openAdmin(
  deps: AdminDeps,
  runtime: Runtime,
  { adminHost = '127.0.0.1', adminPort }: { readonly adminHost?: string; readonly adminPort: number },
): Promise<Result<OpenAdmin>> {
  const open: AdminServer[] = [];
  const close = async (): Promise<void> => {
    for (const server of open) await server.close();
  };
  const openAt = async (place: AdminPlace): Promise<Result<AdminServer>> => {
    const opened = await openAdminServer(deps, place);
    if (!opened.ok) {
      await close();
      return opened;
    }
    const { host, port, url } = opened.value;
    open.push(opened.value);
    runtime.announceAdmin({ kind: 'admin', host, port, url, up: true, problem: null });
    return opened;
  };

  const isHere = isLoopbackHost(adminHost);
  const isDamaged = runtime.status().recovery !== null;
  const local = await openAt({
    host: isHere ? adminHost : '127.0.0.1',
    port: isHere || isDamaged ? adminPort : 0,
  });
  if (!local.ok) return local;
  const { url: localUrl } = local.value;
  if (isHere) return ok({ url: localUrl, localUrl, note: null, close });
  if (isDamaged) {
    const note = 'Until the data is recovered, the screens are for this machine only.';
    return ok({ url: localUrl, localUrl, note, close });
  }
  const exposed = await openAt({ host: adminHost, port: adminPort, tls: await runtime.adminTls() });
  return exposed.ok ? ok({ url: exposed.value.url, localUrl, note: null, close }) : exposed;
}
