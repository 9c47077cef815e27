import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { serveSocket } from '#main/carrier/websocket.ts';
import { maxRequestBytes } from '#shared/contract/request-size.ts';
import type { SignedIn } from '#shared/model/access.ts';
import { statusOf } from '#shared/problem.ts';
import type { AdminDeps } from './deps.ts';
import { type CalledBy, checkOrigin } from './guard.ts';
import { limitSocket } from './limit-socket.ts';
import type { Sessions } from './sessions.ts';
import { createSocketShares } from './share-sockets.ts';

const protocol = 'hookline.v1';
const tokenPrefix = 'tok.';
const closeMs = 1_000;
const revoked = 4401;

interface SocketDeps extends Pick<AdminDeps, 'router' | 'log'> {
  readonly server: Server;
  readonly calledBy: () => CalledBy;
  readonly signIn: (given: string | undefined) => SignedIn | null;
  readonly sessions: Sessions;
  /** Who has not answered one ping when the next is due is ended. */
  readonly pingEveryMs: number;
}

/** Takes the screens' WebSockets at `/rpc`; gives the function that ends them all. */
export function acceptSockets(deps: SocketDeps): () => void {
  const { server, router, log, calledBy, signIn, sessions } = deps;
  const sockets = new WebSocketServer({
    noServer: true,
    // Whoever has a socket has a token; `share-sockets.ts` bounds how many they have.
    maxPayload: maxRequestBytes,
    perMessageDeflate: false,
    // The token among the offered protocols is never sent back.
    handleProtocols: () => protocol,
  });

  const shares = createSocketShares();

  /** Whom the token names, or the status it is refused with. */
  function admit({ url, headers, socket }: IncomingMessage): SignedIn | number {
    if (url?.split('?', 1)[0] !== '/rpc') return 404;
    const stranger = checkOrigin(headers, calledBy());
    if (stranger !== null) return statusOf(stranger.code);
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    const token = offered.find((one) => one.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
    const signedIn = signIn(token);
    if (signedIn === null) return 401;
    if (!offered.includes(protocol)) return 400;
    return shares.refuse(tokenOf(signedIn), addressOf(socket)) ?? signedIn;
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A caller who hangs up halfway is no error of ours.
    stream.on('error', () => undefined);
    const admitted = admit(request);
    if (typeof admitted === 'number') return refuseUpgrade(stream, admitted);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      limitSocket(socket);
      socket.on('close', shares.hold(tokenOf(admitted), addressOf(request.socket)));
      socket.on(
        'close',
        sessions.hold(admitted, () => endSession(socket)),
      );
      serveSocket(router, socket, admitted, log);
    });
  });

  const silent = new WeakSet<WebSocket>();
  const pinging = setInterval(() => {
    for (const socket of sockets.clients) {
      // No pong since the last ping: the other end is gone without a word.
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.once('pong', () => silent.delete(socket));
        socket.ping();
      }
    }
  }, deps.pingEveryMs);
  pinging.unref();

  return () => {
    clearInterval(pinging);
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

/** The token of the data folder has no id. */
const tokenOf = ({ tokenId }: SignedIn): string => tokenId ?? '';
const addressOf = ({ remoteAddress }: IncomingMessage['socket']): string => remoteAddress ?? '';

/** The code tells the screens why; whoever does not close in turn is cut off. */
function endSession(socket: WebSocket): void {
  socket.close(revoked, 'The token is not accepted any more');
  setTimeout(() => socket.terminate(), closeMs).unref();
}

function refuseUpgrade(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}
