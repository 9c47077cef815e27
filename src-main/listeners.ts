// The webhook listener as the settings want it, and whether it is up.
import type { ListenerStatus, Settings } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';
import { createWebhookServer, type WebhookDeps, type WebhookServer } from './webhook/server.ts';

/** Callers under way are waited for this long when a listener closes. */
const graceMs = 10_000;

type At = Settings['http'];

export interface Listeners {
  /** Opens the listener there; the one before is closed only once the new one is up. Problems: see WebhookServer. */
  apply(at: At): Promise<Result<void>>;
  status(): ListenerStatus[];
  close(): Promise<void>;
}

export function createListeners(deps: WebhookDeps): Listeners {
  let current: { readonly server: WebhookServer; readonly asked: At; readonly at: At } | null = null;

  async function open(asked: At): Promise<Result<void>> {
    const server = createWebhookServer(deps);
    const listening = await server.listen(asked);
    if (!listening.ok) return listening;
    current = { server, asked, at: listening.value };
    return ok(undefined);
  }

  return {
    async apply(asked) {
      const before = current;
      if (before === null) return open(asked);
      if (before.asked.host === asked.host && before.asked.port === asked.port) return ok(undefined);
      if (before.at.port !== asked.port) {
        const opened = await open(asked);
        if (opened.ok) void before.server.close(graceMs);
        return opened;
      }
      // The same port on another address: there is no room for both at once.
      await before.server.close(graceMs);
      current = null;
      const opened = await open(asked);
      if (!opened.ok) await open(before.asked);
      return opened;
    },
    status() {
      if (current === null) return [];
      const { host, port } = current.at;
      return [{ kind: 'http', host, port, url: baseUrl(host, port), up: true, problem: null }];
    },
    async close() {
      await current?.server.close(graceMs);
      current = null;
    },
  };
}

/** How a listener is called from this machine. */
export function baseUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
