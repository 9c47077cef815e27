// The HTTP edge: from bytes on a socket to an IncomingCall, and from an Answer to bytes. It knows HTTP and
// nothing of triggers, keys or lanes; it never parses a body, and reads one only when it is asked to.
import { once } from 'node:events';
import { createServer, METHODS, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import { Server as TcpServer, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import Fastify, { type FastifyInstance } from 'fastify';
import { problem } from '#shared/problem.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import { type Connection, handleParserError, openConnection } from './connection.ts';
import { findGivingWay, findSlowBody, takesNothing } from './give-way.ts';
import { createHandshakes } from './handshakes.ts';
import { listenProblem } from './listen-problem.ts';
import { secureOptions, secureSide, type SecureSide, type TlsEdge } from './secure.ts';
import { createServing, type Serving, type WebhookDeps } from './serve.ts';

export type { TlsEdge } from './secure.ts';
export type { WebhookDeps } from './serve.ts';

export interface WebhookLimits {
  readonly headersTimeoutMs: number;
  /** For the whole request, from its first byte. */
  readonly uploadTimeoutMs: number;
  /** For a TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** How long a caller may take no byte of its answer. */
  readonly writeTimeoutMs: number;
  /** How often the first two are looked at. */
  readonly checkMs: number;
  /** Beyond it an idle connection gives way to a new one, or a body that hardly comes; where there is none, the new one is dropped. */
  readonly maxConnections: number;
}

export const webhookLimits: WebhookLimits = {
  headersTimeoutMs: 10_000,
  uploadTimeoutMs: 60_000,
  handshakeTimeoutMs: 10_000,
  writeTimeoutMs: 30_000,
  checkMs: 1000,
  maxConnections: 1024,
};

export interface WebhookServer {
  /** Problems: `port_taken`, `port_forbidden`, `listener_down` (no such address here). */
  listen(at: {
    host: string;
    port: number;
  }): Promise<Result<{ readonly host: string; readonly port: number }>>;
  /** New handshakes of an HTTPS listener see its certificates as they are now; open connections go on. */
  showNew(): void;
  /** Callers who showed a certificate are to show it again: others may be trusted now than when they did. */
  askAgain(): void;
  /** Takes no more calls, waits for the open ones to be answered, `until` then at the latest, and closes. */
  close(until: Promise<unknown>): Promise<void>;
}

/** `tls` null is plain HTTP. */
export function createWebhookServer(
  deps: WebhookDeps,
  {
    tls = null,
    limits = webhookLimits,
  }: { readonly tls?: TlsEdge | null; readonly limits?: WebhookLimits } = {},
): WebhookServer {
  const connections = new Map<Socket, Connection>();
  const serving = createServing(deps, {
    connectionOf: (request) => connections.get(request.raw.socket),
    endSlowBody: () => endSlowBody(findSlowBody(connections, deps.tick())),
    writeTimeoutMs: limits.writeTimeoutMs,
  });
  const listen = (onRequest: RequestListener) => openServer(onRequest, limits, tls);
  const app = createApp(deps, serving, listen, (error, socket) => {
    const connection = connections.get(socket);
    if (connection === undefined) socket.destroy();
    else handleParserError(error, connection);
  });
  const { server } = app;
  server.maxHeadersCount = 101;
  // The rest is for those in their handshake, and for those that are just let go.
  server.maxConnections = 2 * limits.maxConnections;
  // A caller may shut its sending side after the request and still have its answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  const take = (socket: Socket, secure: SecureSide | null) => {
    if (connections.size >= limits.maxConnections && !makeRoom(connections, deps.tick())) {
      socket.destroy();
      return;
    }
    connections.set(socket, openConnection(socket, secure, deps.tick()));
    socket.once('close', () => connections.delete(socket));
  };
  const handshakes = createHandshakes(limits.maxConnections);
  if (server instanceof TlsServer) {
    server.on('connection', handshakes.begin);
    server.on('secureConnection', (socket: TLSSocket) => {
      handshakes.end(socket);
      take(socket, secureSide(socket));
    });
    server.on('tlsClientError', () => tls?.failed());
  } else {
    server.on('connection', (socket: Socket) => take(socket, null));
  }
  // The 100 is sent when the body is first asked for, and never before a refusal.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_request, socket) => socket.destroy());

  return {
    async listen({ host, port }) {
      try {
        // For `localhost` Fastify would open a second server that lacks the listeners above.
        await app.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port });
        return ok(addressOf(server));
      } catch (error) {
        return refuse(listenProblem(error, host, port));
      }
    },
    async close(until) {
      const drained = serving.drain();
      // Not the HTTP server's own close: it would cut idle connections off instead of answering them.
      TcpServer.prototype.close.call(server);
      await Promise.race([drained, until]);
      for (const { socket } of connections.values()) socket.destroySoon();
      await settledWithin(flushMs, closed(connections.keys()));
      server.closeAllConnections();
      // They are no connections of HTTP yet.
      handshakes.breakOff();
      await app.close();
    },
    askAgain() {
      handshakes.breakOff();
      for (const connection of connections.values()) {
        if (connection.secure?.clientCertificate) connection.end();
      }
    },
    showNew() {
      if (tls !== null && server instanceof TlsServer) server.setSecureContext(tls.fallback);
    },
  };
}

const flushMs = 500;

function endSlowBody(slow: Connection | null): boolean {
  slow?.latest?.breakOff(problem('body_late'));
  return slow !== null;
}

/** Who opens connections and asks for nothing keeps nobody out, nor who sends or takes next to nothing. */
function makeRoom(connections: Map<Socket, Connection>, nowTick: number): boolean {
  const least = findGivingWay(connections, nowTick);
  if (least === null) return false;
  if (!least.isIdle && !takesNothing(least, nowTick)) return endSlowBody(least);
  connections.delete(least.socket);
  least.over = true;
  least.socket.destroy();
  return true;
}

function openServer(onRequest: RequestListener, limits: WebhookLimits, tls: TlsEdge | null): Server {
  const options = {
    keepAliveTimeout: 72_000,
    requestTimeout: limits.uploadTimeoutMs,
    maxHeaderSize: 16_384,
    headersTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: limits.checkMs,
    requireHostHeader: true,
    insecureHTTPParser: false,
    noDelay: true,
  };
  if (tls === null) return createServer(options, onRequest);
  // As plain HTTP has it by itself.
  const halfOpen = { allowHalfOpen: true };
  const secure = secureOptions(tls, limits.handshakeTimeoutMs);
  return createTlsServer({ ...options, ...halfOpen, ...secure }, onRequest);
}

function createApp(
  deps: WebhookDeps,
  serving: Serving,
  openServer: (onRequest: RequestListener) => Server,
  onParserError: (error: NodeJS.ErrnoException, socket: Socket) => void,
): FastifyInstance {
  const app = Fastify({
    logger: false,
    requestIdHeader: false,
    genReqId: () => deps.newId(),
    serverFactory: openServer,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    exposeHeadRoutes: false,
    trustProxy: false,
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: 128,
      querystringParser: () => noQuery,
    },
    clientErrorHandler: onParserError,
    frameworkErrors: (_error, request, reply) => serving.serve(request, reply, null),
  });
  // Without a body in Fastify's eyes, it never reads one and never looks at a content type.
  const methods = METHODS.filter((method) => method !== 'CONNECT');
  for (const method of methods) app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  app.route<{ Params: { code: string; name: string } }>({
    method: methods,
    url: '/:code/:name',
    handler: (request, reply) => serving.serve(request, reply, { kind: 'call', ...request.params }),
  });
  app.route<{ Params: { code: string; name: string; callId: string } }>({
    method: methods,
    url: '/:code/:name/calls/:callId',
    handler: (request, reply) => serving.serve(request, reply, { kind: 'status', ...request.params }),
  });
  app.setNotFoundHandler((request, reply) => serving.serve(request, reply, null));
  app.setErrorHandler((_error, request, reply) => serving.serve(request, reply, null));
  return app;
}

const noQuery = {};

function addressOf(server: Server): { host: string; port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  return { host: address.address, port: address.port };
}

async function settledWithin(ms: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

async function closed(sockets: Iterable<Socket>): Promise<void> {
  await Promise.allSettled([...sockets].map((socket) => once(socket, 'close')));
}
