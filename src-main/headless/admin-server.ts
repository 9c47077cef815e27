// The admin server of the headless face: the screens, the contract they use, and the admin API. A listener of
// its own, on this machine only; nobody is answered without the token, except for the bare files of the screens.
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Log } from '#main/host.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { answerProblem } from './admin/answer-problem.ts';
import { serveApi, serveRpc, whoAsks } from './admin/api.ts';
import type { AdminDeps } from './admin/deps.ts';
import { bearerOf, checkOrigin, createSignIn } from './admin/guard.ts';
import { metricsText } from './admin/metrics.ts';
import { serveScreens } from './admin/screens.ts';
import { createSessions } from './admin/sessions.ts';
import { acceptSockets } from './admin/sockets.ts';

export interface AdminServer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const pingEveryMs = 30_000;

/** Listens at once; port 0 picks a free one. Problems: `port_taken`, `port_forbidden`. */
export async function openAdminServer(deps: AdminDeps, wishedPort: number): Promise<Result<AdminServer>> {
  const app = Fastify({ forceCloseConnections: true, requestTimeout: 120_000 });
  const signIn = createSignIn(deps.token, deps.access);
  const sessions = createSessions(deps.access);
  let port = wishedPort;
  guardEverything(app, () => port);
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
    port: () => port,
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
    return refuse(listenProblem(error, wishedPort));
  }
  const address = app.server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  return ok({ host, port, url: `http://${host}:${port}`, close });
}

function guardEverything(app: FastifyInstance, port: () => number): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const stranger = checkOrigin(request.headers, port());
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
    if (error.statusCode === 413) return answerProblem(reply, 'body_too_large');
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return answerProblem(reply, 'malformed_request', error.message);
    }
    log.error('an admin request failed', { error: error.stack ?? error.message });
    return answerProblem(reply, 'internal');
  });
}

function listenProblem(error: unknown, port: number) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES')
    return problem('port_forbidden', { detail: `Port ${port} may not be opened by this user.` });
  if (code === 'EADDRINUSE')
    return problem('port_taken', { detail: `Port ${port} is taken by another program.` });
  throw error;
}
