// Where callers reach this installation: its listeners, by which names, with which certificates. Follows the settings,
// but for what this life was told otherwise.
import { hostname, networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { maxCommitWaitMs } from './call/door.ts';
import type { CertificateDesk } from './ports/certificates.ts';
import type { Store } from './ports/store.ts';
import type { SecretBox } from './secrets/secret-box.ts';
import { baseUrl, createListeners, type Wanted } from './listeners.ts';
import type { ComposeOptions, Tls } from './runtime.ts';
import { type CertificateDeps, createCertificates } from './tls/certificates.ts';
import { readAuthorities } from './tls/contexts.ts';
import { createProber, type Prober } from './upkeep/doctor/probe.ts';
import { servedNames } from './served-names.ts';
import { localNames } from './tls/local-names.ts';
import { secureOptions, type TlsEdge } from './webhook/secure.ts';
import type { WebhookDeps } from './webhook/server.ts';
import { type HostStatus, Settings } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';

interface ExposureDeps extends Pick<CertificateDeps, 'box' | 'raise' | 'report' | 'now'> {
  readonly webhook: Omit<WebhookDeps, 'allowedHosts' | 'answerChallenge'>;
  readonly store: Pick<Store, 'config' | 'damage'>;
  readonly box: SecretBox;
  /** `serve: false` opens nothing. */
  readonly options: Pick<ComposeOptions, 'serve' | 'http' | 'https'>;
}

/** Problems: those of `open`. */
export type WayBack = () => Promise<Result<unknown>>;

export interface Exposure {
  readonly certificates: CertificateDesk;
  /** Calls an address that callers use, and sees whether it comes back here. */
  probe: Prober['probe'];
  /** Opens what the settings say. Problems: see WebhookServer, with the field's path. */
  open(settings: Settings): Promise<Result<void>>;
  /**
   * Follows changed settings, or leaves all as it was; gives the way back to what was in force before. Problems: those
   * of `open`, `input_invalid`.
   */
  change(next: Settings): Promise<Result<WayBack>>;
  /** While it acts, what this life was told of its listeners wins over changed settings, as it does in `open`. */
  asTold<T>(act: () => Promise<T>): Promise<T>;
  status(): Pick<HostStatus, 'listeners' | 'httpBaseUrl' | 'httpsBaseUrl'>;
  /** TLS for a listener of the shell, with the certificates of HTTPS. */
  adminTls(): Promise<Tls>;
  /** TLS handshakes that came to nothing, since the start. */
  failedHandshakes(): number;
  /** Takes no more calls; those under way are waited for until nothing runs any more, and they were told so. */
  close(drained: Promise<unknown>): Promise<void>;
}

const handshakeTimeoutMs = 10_000;

export function createExposure({ webhook, store, options, ...rest }: ExposureDeps): Exposure {
  const { serve = true } = options;
  let settings = Settings.parse({});
  let wanted: Wanted = { http: { ...settings.http, on: false }, https: pick(settings.https) };
  let names: ReadonlySet<string> = new Set();
  const prober = createProber();
  let adminListens = false;
  let isAsTold = false;
  const followers: Parameters<Tls['follow']>[0][] = [];

  const publicHost = () =>
    settings.publicBaseUrl === null ? null : new URL(settings.publicBaseUrl).hostname;
  const certificates = createCertificates({
    ...rest,
    store: store.config,
    machine: hostname(),
    publicHost,
    localNames: () =>
      localNames({
        hostname: hostname(),
        interfaces: networkInterfaces(),
        listensOn: wanted.https.host,
        further: [...settings.https.names, ...(publicHost() === null ? [] : [publicHost() ?? ''])],
      }),
    onChanged() {
      names = servedNames(settings.publicBaseUrl, certificates.names());
      listeners.showNew();
      for (const renew of followers) renew(certificates.fallback);
    },
  });
  const listeners = createListeners(
    {
      ...webhook,
      allowedHosts: () => names,
      answerChallenge: (path) => certificates.answerTo(path) ?? prober.answerTo(path),
    },
    certificates,
  );

  /** Brings all of it to these settings; what fails has changed nothing that callers could see. */
  async function follow(next: Settings, to: Wanted): Promise<Result<WayBack>> {
    const before = { settings, wanted };
    const done = ok(() => follow(before.settings, before.wanted));
    const authorities = readAuthorities(next.https.clientAuthorities);
    if (!authorities.ok) return authorities;
    [settings, wanted] = [next, to];
    if (!serve) return done;
    certificates.trust(authorities.value);
    let isDone = false;
    try {
      if (to.https.on) await certificates.begin();
      const applied = await listeners.apply(to);
      isDone = applied.ok;
      return applied.ok ? done : applied;
    } finally {
      if (!isDone) {
        ({ settings, wanted } = before);
        const earlier = readAuthorities(settings.https.clientAuthorities);
        certificates.trust(earlier.ok ? earlier.value : []);
      }
      if (!wanted.https.on && !adminListens) certificates.rest();
      names = servedNames(settings.publicBaseUrl, certificates.names());
      listeners.showNew();
      if (settings.https.clientAuthorities !== before.settings.https.clientAuthorities) listeners.askAgain();
    }
  }

  /** The listeners of these settings, but for what this life was told otherwise. */
  function told(of: Settings): Wanted {
    const { http, https } = options;
    return {
      http: {
        on: of.http.on,
        host: http?.host ?? of.http.host,
        port: http?.port ?? of.http.port,
      },
      https: {
        // Its certificates cannot be read while nobody has decided about damaged data.
        on: store.damage === null && (of.https.on || https?.port !== undefined),
        host: https?.host ?? of.https.host,
        port: https?.port ?? of.https.port,
        clientCertificates: of.https.clientCertificates,
      },
    };
  }

  /** Where a service would listen, for who looks at an installation that none serves. */
  function askedFor(of: 'http' | 'https'): string | null {
    const { on, host, port } = wanted[of];
    return !serve && on && port !== 0 ? baseUrl(of, host, port) : null;
  }

  return {
    certificates,
    probe: prober.probe,
    async open(first) {
      const opened = await follow(first, told(first));
      return opened.ok ? ok(undefined) : opened;
    },
    async asTold(act) {
      isAsTold = true;
      try {
        return await act();
      } finally {
        isAsTold = false;
      }
    },
    change(next) {
      if (isAsTold) return follow(next, told(next));
      // A listener that this life was told to open elsewhere stays there until its setting changes.
      const isSame = {
        http: isDeepStrictEqual(next.http, settings.http),
        https: isDeepStrictEqual(pick(next.https), pick(settings.https)),
      };
      return follow(next, {
        http: isSame.http ? wanted.http : next.http,
        https: isSame.https ? wanted.https : pick(next.https),
      });
    },
    status() {
      const open = listeners.status();
      const urlOf = (of: 'http' | 'https') => {
        const isPublic = settings.publicBaseUrl?.startsWith(`${of}:`) === true;
        return isPublic
          ? settings.publicBaseUrl
          : (open.find(({ kind }) => kind === of)?.url ?? askedFor(of));
      };
      return { listeners: open, httpBaseUrl: urlOf('http'), httpsBaseUrl: urlOf('https') };
    },
    async adminTls() {
      adminListens = true;
      await certificates.begin();
      const edge: TlsEdge = {
        fallback: certificates.fallback,
        contextFor: certificates.contextFor,
        clientCertificates: 'off',
        failed: () => undefined,
      };
      return {
        options: secureOptions(edge, handshakeTimeoutMs),
        names: certificates.names,
        follow: (renew) => void followers.push(renew),
      };
    },
    failedHandshakes: () => listeners.failedHandshakes,
    async close(drained) {
      certificates.close();
      await listeners.close(drained.then(toBeAnswered));
    },
  };
}

/** Whoever waits for a result that will not come any more, or for a commit, is told so before its connection goes. */
const toBeAnswered = (): Promise<void> => sleep(maxCommitWaitMs, undefined, { ref: false });

const pick = ({ on, host, port, clientCertificates }: Settings['https']): Wanted['https'] => ({
  on,
  host,
  port,
  clientCertificates,
});
