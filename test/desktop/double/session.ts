import type { Protocol, Session as RealSession, WebRequest } from 'electron';
import { chromium } from './chromium.ts';
import { watchDownloads } from './downloads.ts';
import { LoudEmitter, only, refuse } from './refuse.ts';
import { isRegistered, registerSchemes, schemeOf } from './scheme.ts';
import { openSchemeProxy } from './scheme-proxy.ts';

type ProtocolHandler = Parameters<Protocol['handle']>[1];
type RequestListener = NonNullable<Parameters<WebRequest['onBeforeRequest']>[0]>;
type PermissionCheck = NonNullable<Parameters<RealSession['setPermissionCheckHandler']>[0]>;

/** Chromium's names of permissions, and Electron's. */
const permissions = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
] as const;

export class Session extends LoudEmitter {
  /** Resolves with the browser context of this session's pages. */
  readonly contextId: Promise<string>;
  readonly #handlers = new Map<string, ProtocolHandler>();
  #mayRequest: RequestListener | null = null;

  constructor(partition: string) {
    super(['will-download', 'select-usb-device', 'select-hid-device', 'select-serial-port']);
    if (partition.startsWith('persist:')) refuse(`a partition that is kept (${partition})`);
    this.contextId = this.#open();
  }

  readonly protocol = only('session.protocol', {
    handle: (scheme: string, handler: ProtocolHandler) => {
      if (!isRegistered(scheme)) refuse(`protocol.handle of a scheme (${scheme}) that is not privileged`);
      if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      this.#handlers.set(scheme, handler);
    },
    isProtocolHandled: (scheme: string) => this.#handlers.has(scheme),
  } satisfies Partial<Protocol>);

  readonly webRequest = only('session.webRequest', {
    onBeforeRequest: (listener: unknown) => {
      if (typeof listener !== 'function') return refuse('webRequest.onBeforeRequest with a filter');
      this.#mayRequest = listener as RequestListener;
    },
  } satisfies Partial<WebRequest>);

  setPermissionRequestHandler(): void {
    // Chromium asks nobody here: what is not granted below is denied.
  }

  setDevicePermissionHandler(): void {
    // Headless, there are no devices.
  }

  setDisplayMediaRequestHandler(): void {
    // Headless, there is nothing to capture.
  }

  setPermissionCheckHandler(check: PermissionCheck): void {
    for (const [name, electronName] of permissions) {
      const setting = check(null, electronName, '', { isMainFrame: true }) ? 'granted' : 'denied';
      void this.contextId.then((browserContextId) =>
        chromium().browser.send('Browser.setPermission', { permission: { name }, setting, browserContextId }),
      );
    }
  }

  async #open(): Promise<string> {
    const proxyServer = await openSchemeProxy((request) => this.#answer(request));
    const { browserContextId } = await chromium().browser.send('Target.createBrowserContext', {
      proxyServer,
      // Or else localhost goes past the proxy.
      proxyBypassList: '<-loopback>',
    });
    await watchDownloads(browserContextId, (download) => this.allows('will-download', {}, download));
    return browserContextId;
  }

  async #answer(request: Request): Promise<Response | null> {
    if (await this.#isCancelled(request)) return null;
    return (await this.#handlers.get(schemeOf(request.url))?.(request)) ?? null;
  }

  /** Of requests that main makes. */
  async mayRequest(url: string, method: string): Promise<boolean> {
    return !(await this.#isCancelled({ url, method }));
  }

  async #isCancelled({ url, method }: Pick<Request, 'url' | 'method'>): Promise<boolean> {
    const listener = this.#mayRequest;
    if (!listener) return false;
    const details = { id: 0, url, method, resourceType: 'other', timestamp: 0 };
    const answered = Promise.withResolvers<boolean>();
    listener(details as Parameters<RequestListener>[0], ({ cancel }) => answered.resolve(cancel === true));
    return answered.promise;
  }
}

const sessions = new Map<string, Session>();

export function fromPartition(partition: string): Session {
  const known = sessions.get(partition) ?? new Session(partition);
  sessions.set(partition, known);
  return known;
}

export const session = only('session', { fromPartition });

export const protocol = only('protocol', {
  registerSchemesAsPrivileged: registerSchemes,
} satisfies Partial<Protocol>);
