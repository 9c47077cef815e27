// The admin server of both faces: the screens, the contract they use, and the admin API. A listener of
// its own, on this machine only but for TLS; nobody is answered without a token, except for the files of the screens.
import { createServer as createTlsServer } from 'node:https';
import { hostname } from 'node:os';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Log } from '#main/host.ts';
import type { Tls } from '#main/runtime.ts';
import { requestTooLarge } from '#shared/contract/request-size.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { answerProblem } from './answer-problem.ts';
import { serveApi, serveRpc, whoAsks } from './api.ts';
import type { AdminDeps } from './deps.ts';
import { bearerOf, type CalledBy, checkOrigin, createSignIn } from './guard.ts';
import { metricsText } from './metrics.ts';
import { serveScreens } from './screens.ts';
import { createSessions } from './sessions.ts';
import { acceptSockets } from './sockets.ts';

export interface AdminServer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

const pingEveryMs = 30_000;

export interface AdminPlace {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Needed wherever other machines may call. */
  readonly tls?: Tls;
}

/** Listens at once. Problems: `port_taken`, `port_forbidden`, `admin_needs_tls`. */
export async function openAdminServer(
  deps: AdminDeps,
  { host, port: wishedPort, tls }: AdminPlace,
): Promise<Result<AdminServer>> {
  if (tls === undefined && !isLoopbackHost(host)) {
    const detail = `Without TLS the screens are not opened at ${host}: tokens could be read on their way.`;
    return refuse(problem('admin_needs_tls', { detail }));
  }
  const app = createApp(tls);
  const signIn = createSignIn(deps.token, deps.access);
  const sessions = createSessions(deps.access);
  let port = wishedPort;
  const calledBy = (): CalledBy => ({
    scheme: tls === undefined ? 'http' : 'https',
    port,
    names: isLoopbackHost(host) ? null : (tls?.names ?? null),
  });
  guardEverything(app, calledBy);
  answerFailures(app, deps.log);

  app.get('/healthz', (_request, reply) => {
    const stopping = deps.isStopping();
    return reply.code(stopping ? 503 : 200).send({ status: stopping ? 'stopping' : 'up', pid: process.pid });
  });
  await serveScreens(app, deps.screensFolder);
  await app.register(async (signedIn) => {
    signedIn.decorateRequest(whoAsks);
    signedIn.addHook('onRequest', async (request, reply) => {
      const who = signIn(bearerOf(request.headers.authorization));
      if (who !== null) {
        request.setDecorator(whoAsks, who);
        reply.raw.on(
          'close',
          sessions.hold(who, () => request.raw.socket.destroy()),
        );
        return;
      }
      reply.header('www-authenticate', 'Bearer realm="Hookline"');
      return answerProblem(reply, 'not_signed_in');
    });
    serveApi(signedIn, deps);
    serveRpc(signedIn, deps);
    signedIn.get('/metrics', async (_request, reply) =>
      reply
        .type('text/plain; version=0.0.4; charset=utf-8')
        .send(await metricsText(deps.router, deps.load())),
    );
  });
  const endSockets = acceptSockets({
    pingEveryMs,
    ...deps,
    server: app.server,
    calledBy,
    signIn,
    sessions,
  });

  const close = async (): Promise<void> => {
    endSockets();
    sessions.close();
    await app.close();
  };
  try {
    await app.listen({ host, port: wishedPort });
  } catch (error) {
    await close();
    return refuse(listenProblem(error, { host, port: wishedPort }));
  }
  const address = app.server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  return ok({ host, port, url: urlOf(calledBy(), host), close });
}

/** One kind of server for all that follows: TLS changes how bytes come, not what they ask. */
function createApp(tls: Tls | undefined): FastifyInstance {
  const options = { forceCloseConnections: true, requestTimeout: 120_000 } as const;
  if (tls === undefined) return Fastify(options);
  return Fastify({
    ...options,
    serverFactory(handler) {
      const server = createTlsServer(tls.options, handler);
      tls.follow((fallback) => server.setSecureContext(fallback));
      return server;
    },
  });
}

export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** How it is called; where it listens on all addresses, by the name of this machine. */
function urlOf({ scheme, port }: CalledBy, host: string): string {
  const name = host === '0.0.0.0' || host === '::' ? hostname().toLowerCase() : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function guardEverything(app: FastifyInstance, calledBy: () => CalledBy): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const stranger = checkOrigin(request.headers, calledBy());
    if (stranger !== null) return answerProblem(reply, stranger.code, stranger.detail);
  });
}

function answerFailures(app: FastifyInstance, log: Log): void {
  const nothingHere = (reply: FastifyReply) =>
    answerProblem(reply, 'endpoint_not_found', 'There is nothing at this address.');
  app.setNotFoundHandler((_request, reply) => nothingHere(reply));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    // A path that leads out of the screens is refused with 403, which would tell that something is there.
    if (error.statusCode === 403 || error.statusCode === 404) return nothingHere(reply);
    if (error.statusCode === 413) return answerProblem(reply, 'request_too_large', requestTooLarge.detail);
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return answerProblem(reply, 'malformed_request', error.message);
    }
    log.error('an admin request failed', { error: error.stack ?? error.message });
    return answerProblem(reply, 'internal');
  });
}

function listenProblem(error: unknown, { host, port }: Pick<AdminPlace, 'host' | 'port'>) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES')
    return problem('port_forbidden', { detail: `Port ${port} may not be opened by this user.` });
  if (code === 'EADDRINUSE')
    return problem('port_taken', { detail: `Port ${port} is taken by another program.` });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return problem('listener_down', { detail: `This machine has no address ${host} for the screens.` });
  throw error;
}
