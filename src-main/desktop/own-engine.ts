// The runtime in this process, and the door by which the command line finds it.
import { loadAdminToken } from '#main/admin/admin-token.ts';
import { openAdmin } from '#main/admin/open-admin.ts';
import { removeServiceFile, writeServiceFile } from '#main/admin/service-file.ts';
import { localClient } from '#main/capability/local-client.ts';
import { servePort } from '#main/carrier/message-port.ts';
import type { Host } from '#main/host.ts';
import type { Runtime } from '#main/runtime.ts';
import type { Engine } from './engine.ts';

interface OwnEngineOptions {
  readonly host: Host;
  readonly screensFolder: URL;
  /** 0 picks a free one. */
  readonly adminPort: number;
}

/** Takes the runtime over: it ends with the engine, also where no engine comes of it. */
export async function openOwnEngine(runtime: Runtime, options: OwnEngineOptions): Promise<Engine> {
  try {
    return await openOn(runtime, options);
  } catch (error) {
    await runtime.close(0);
    throw error;
  }
}

async function openOn(
  runtime: Runtime,
  { host, screensFolder, adminPort }: OwnEngineOptions,
): Promise<Engine> {
  const { dataFolder, log, version } = host;
  const { router, access, bodyOf, load, status, lost } = runtime;
  let isStopping = false;
  let closing: Promise<void> | null = null;
  const token = await loadAdminToken(dataFolder);
  const deps = { router, access, bodyOf, load, token, version, screensFolder, log };
  const openAt = (port: number) =>
    openAdmin({ ...deps, isStopping: () => isStopping }, runtime, { adminPort: port });
  // The command line finds it wherever it is, so that a port that is taken keeps nobody from starting.
  const first = await openAt(adminPort);
  const admin = first.ok ? first : await openAt(0);
  if (!admin.ok) log.error('the command line cannot reach this app', { error: admin.problem.detail });
  else {
    const urlOf = (of: 'http' | 'https') => status().listeners.find(({ kind }) => kind === of)?.url ?? null;
    const httpsUrl = urlOf('https');
    const { localUrl: adminUrl } = admin.value;
    const webhookUrl = urlOf('http') ?? httpsUrl ?? '';
    await writeServiceFile(dataFolder, { pid: process.pid, webhookUrl, httpsUrl, adminUrl });
  }

  const client = localClient(router);
  return {
    kind: 'own',
    lost,
    reach: () => Promise.resolve(client),
    serve(port) {
      servePort(router, port, log);
      return Promise.resolve();
    },
    close(withinMs) {
      isStopping = true;
      // Whether it comes to its end is heard from the first.
      if (closing !== null) runtime.close(withinMs).catch(() => undefined);
      return (closing ??= close(withinMs));
    },
  };

  async function close(withinMs: number | undefined): Promise<void> {
    if (admin.ok) await removeServiceFile(dataFolder);
    try {
      await runtime.close(withinMs);
    } finally {
      if (admin.ok) await admin.value.close();
    }
  }
}
