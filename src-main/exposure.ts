// Where callers reach this installation: its listeners, by which names, with which certificates. Follows the settings,
// but for what this life was told otherwise.
import { hostname, networkInterfaces } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
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

export interface Exposure {
  readonly certificates: CertificateDesk;
  /** Calls an address that callers use, and sees whether it comes back here. */
  probe: Prober['probe'];
  /** Opens what the settings say. Problems: see WebhookServer, with the field's path. */
  open(settings: Settings): Promise<Result<void>>;
  /** Follows changed settings, or leaves all as it was. Problems: those of `open`, `input_invalid`. */
  change(next: Settings): Promise<Result<void>>;
  status(): Pick<HostStatus, 'listeners' | 'httpBaseUrl' | 'httpsBaseUrl'>;
  /** TLS for a listener of the shell, with the certificates of HTTPS. */
  adminTls(): Promise<Tls>;
  /** TLS handshakes that came to nothing, since the start. */
  failedHandshakes(): number;
  close(): Promise<void>;
}

const handshakeTimeoutMs = 10_000;

export function createExposure({ webhook, store, options, ...rest }: ExposureDeps): Exposure {
  const { serve = true } = options;
  let settings = Settings.parse({});
  let wanted: Wanted = { http: { ...settings.http, on: false }, https: pick(settings.https) };
  let names: ReadonlySet<string> = new Set();
  const prober = createProber();
  let adminListens = false;
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
  async function follow(next: Settings, to: Wanted): Promise<Result<void>> {
    const before = { settings, wanted };
    const authorities = readAuthorities(next.https.clientAuthorities);
    if (!authorities.ok) return authorities;
    [settings, wanted] = [next, to];
    if (!serve) return ok(undefined);
    certificates.trust(authorities.value);
    if (to.https.on) await certificates.begin();
    const applied = await listeners.apply(to);
    if (!applied.ok) {
      ({ settings, wanted } = before);
      const earlier = readAuthorities(settings.https.clientAuthorities);
      certificates.trust(earlier.ok ? earlier.value : []);
    }
    if (!wanted.https.on && !adminListens) certificates.rest();
    names = servedNames(settings.publicBaseUrl, certificates.names());
    listeners.showNew();
    if (settings.https.clientAuthorities !== before.settings.https.clientAuthorities) listeners.askAgain();
    return applied;
  }

  /** Where a service would listen, for who looks at an installation that none serves. */
  function askedFor(of: 'http' | 'https'): string | null {
    const { on, host, port } = wanted[of];
    return !serve && on && port !== 0 ? baseUrl(of, host, port) : null;
  }

  return {
    certificates,
    probe: prober.probe,
    open(first) {
      const { http, https } = options;
      return follow(first, {
        http: {
          on: first.http.on,
          host: http?.host ?? first.http.host,
          port: http?.port ?? first.http.port,
        },
        https: {
          // Its certificates cannot be read while nobody has decided about damaged data.
          on: store.damage === null && (first.https.on || https?.port !== undefined),
          host: https?.host ?? first.https.host,
          port: https?.port ?? first.https.port,
          clientCertificates: first.https.clientCertificates,
        },
      });
    },
    change(next) {
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
    async close() {
      certificates.close();
      await listeners.close();
    },
  };
}

const pick = ({ on, host, port, clientCertificates }: Settings['https']): Wanted['https'] => ({
  on,
  host,
  port,
  clientCertificates,
});
