// `net.request`, over Node's own HTTP: certificates are Node's to check, the rest is as its session allows.
import { request as httpRequest, type ClientRequest as NodeRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ClientRequest as RealRequest, ClientRequestConstructorOptions } from 'electron';
import { LoudEmitter, only, refuse } from './refuse.ts';
import type { Session } from './session.ts';

interface Options extends Omit<ClientRequestConstructorOptions, 'session'> {
  readonly session?: Session;
  readonly headers?: Record<string, string>;
}

class ClientRequest extends LoudEmitter {
  readonly #url: URL;
  readonly #session: Session | undefined;
  readonly #sent: NodeRequest;

  constructor({ session, redirect, headers = {}, ...to }: Options) {
    // Nobody asks for a login, and no socket is shown; the listeners may be there.
    super(['response', 'redirect', 'login', 'error', 'abort', 'aborted', 'close', 'finish', 'socket']);
    if (redirect === 'error') refuse("net.request with redirect 'error'");
    const { protocol = 'http:', hostname, port, path = '/', method = 'GET' } = to;
    this.#url = new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}${path}`);
    this.#session = session;
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    this.#sent = send(this.#url, { method, headers }, (response) => this.#answered(response, method));
    this.#sent.on('error', (error) => this.emit('error', error));
    this.#sent.on('close', () => this.emit('close'));
  }

  end(): this {
    const { href: url } = this.#url;
    void this.#session?.mayRequest(url, this.#sent.method).then((may) => {
      if (may) this.#sent.end();
      else this.#sent.destroy(new Error('net::ERR_BLOCKED_BY_CLIENT'));
    });
    return this;
  }

  abort(): void {
    this.#sent.destroy();
    this.emit('abort');
  }

  #answered(response: IncomingMessage, method: string): void {
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode >= 400 || headers.location === undefined)
      this.emit('response', response);
    else {
      this.emit('redirect', statusCode, method, new URL(headers.location, this.#url).href, headers);
      if (!this.#sent.destroyed) refuse('a redirect that the listener does not abort');
    }
  }
}
void (ClientRequest.prototype satisfies Pick<RealRequest, 'abort'>);

export const net = only('net', { request: (options: Options) => new ClientRequest(options) });
