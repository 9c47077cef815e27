// The webhook listeners as the settings want them, and whether they are up.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { isLoopback } from './call/auth/none.ts';
import { ownAddresses } from './own-addresses.ts';
import type { ListenerStatus, Settings } from '#shared/model/setting.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import { createWebhookServer, type TlsEdge, type WebhookDeps, type WebhookServer } from './webhook/server.ts';

/** How long callers under way are waited for where a listener closes and the service goes on. */
const grace = (): Promise<void> => sleep(10_000, undefined, { ref: false });

/** What decides whether a listener has to be opened anew. */
export interface Wanted {
  readonly http: Pick<Settings['http'], 'on' | 'host' | 'port'>;
  readonly https: Pick<Settings['https'], 'on' | 'host' | 'port' | 'clientCertificates'>;
}

export interface Listeners {
  /**
   * Opens and closes the listeners; the one before is closed only once the new one is up, and where one of them
   * cannot be had, both stay as they were. Problems: see WebhookServer, with the path of the port.
   */
  apply(wanted: Wanted): Promise<Result<void>>;
  /** New handshakes see the certificates as they are now. */
  showNew(): void;
  /** Callers who showed a certificate are to show it again, on new connections. */
  askAgain(): void;
  status(): ListenerStatus[];
  /** TLS handshakes that came to nothing, since the start. */
  readonly failedHandshakes: number;
  /** Takes no more calls; those under way are waited for `until` then at the latest. */
  close(until: Promise<unknown>): Promise<void>;
}

type Certificates = Pick<TlsEdge, 'fallback' | 'contextFor'>;

export function createListeners(deps: WebhookDeps, certificates: Certificates): Listeners {
  let failedHandshakes = 0;
  const http = createListener('http', () => createWebhookServer(deps));
  const https = createListener<Wanted['https']>('https', ({ clientCertificates }) => {
    const tls: TlsEdge = {
      get fallback() {
        return certificates.fallback;
      },
      contextFor: certificates.contextFor,
      clientCertificates,
      failed: () => failedHandshakes++,
    };
    return createWebhookServer(deps, { tls });
  });

  return {
    async apply(wanted) {
      const before = http.asked();
      const plain = await http.apply(wanted.http);
      if (!plain.ok) return plain;
      const secure = await https.apply(wanted.https);
      if (!secure.ok) await http.apply(before ?? { ...wanted.http, on: false });
      return secure;
    },
    showNew: () => https.showNew(),
    askAgain: () => https.askAgain(),
    status: () => [http, https].flatMap(({ status }) => status() ?? []),
    get failedHandshakes() {
      return failedHandshakes;
    },
    async close(until) {
      await Promise.all([http.close(until), https.close(until)]);
    },
  };
}

interface At {
  readonly on: boolean;
  readonly host: string;
  readonly port: number;
}

function createListener<T extends At>(kind: 'http' | 'https', serve: (asked: T) => WebhookServer) {
  let current: {
    readonly server: WebhookServer;
    readonly asked: T;
    readonly port: number;
    readonly host: string;
  } | null = null;

  async function open(asked: T): Promise<Result<void>> {
    const server = serve(asked);
    const listening = await server.listen(asked);
    if (!listening.ok) return refuse({ ...listening.problem, path: `${kind}.port` });
    current = { server, asked, ...listening.value };
    return ok(undefined);
  }

  return {
    asked: () => current?.asked ?? null,
    async apply(asked: T): Promise<Result<void>> {
      const before = current;
      if (!asked.on) {
        current = null;
        void before?.server.close(grace());
        return ok(undefined);
      }
      if (before === null) return open(asked);
      if (isDeepStrictEqual(before.asked, asked)) return ok(undefined);
      if (before.port !== asked.port) {
        const opened = await open(asked);
        if (opened.ok) void before.server.close(grace());
        return opened;
      }
      // The same port in another way: there is no room for both at once.
      await before.server.close(grace());
      current = null;
      const opened = await open(asked);
      if (!opened.ok) await open(before.asked);
      return opened;
    },
    showNew: () => current?.server.showNew(),
    askAgain: () => current?.server.askAgain(),
    status(): ListenerStatus | null {
      if (current === null) return null;
      const { host, port } = current;
      const text = `No network that is up has the address ${host}.`;
      const problem = isHere(host) ? null : { code: 'listener_down', text };
      return { kind, host, port, url: baseUrl(kind, host, port), up: problem === null, problem };
    },
    async close(until: Promise<unknown>) {
      await current?.server.close(until);
      current = null;
    },
  };
}

/** A listener outlives its address: nobody reaches it while that is away, and it is as before when it is back. */
const isHere = (host: string): boolean =>
  host === '0.0.0.0' || host === '::' || isLoopback(host) || ownAddresses().has(host);

/** How a listener is called from this machine. */
export function baseUrl(scheme: string, host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
