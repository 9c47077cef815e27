import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { serveSocket } from '#main/carrier/websocket.ts';
import { statusOf } from '#shared/problem.ts';
import type { AdminDeps } from './deps.ts';
import { checkOrigin } from './guard.ts';

const protocol = 'hookline.v1';
const tokenPrefix = 'tok.';
const maxMessageBytes = 1024 * 1024;
const maxClients = 64;
const maxMessagesPerSecond = 1000;
const pingEveryMs = 30_000;

interface SocketDeps extends Pick<AdminDeps, 'router' | 'log'> {
  readonly server: Server;
  readonly port: () => number;
  readonly isToken: (given: string | undefined) => boolean;
}

/** Takes the screens' WebSockets at `/rpc`; gives the function that ends them all. */
export function acceptSockets({ server, router, log, port, isToken }: SocketDeps): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    // The token among the offered protocols is never sent back.
    handleProtocols: () => protocol,
  });

  function refusalOf({ url, headers }: IncomingMessage): number | null {
    if (url?.split('?', 1)[0] !== '/rpc') return 404;
    const stranger = checkOrigin(headers, port());
    if (stranger !== null) return statusOf(stranger.code);
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    const token = offered.find((one) => one.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
    if (!isToken(token)) return 401;
    if (!offered.includes(protocol)) return 400;
    return sockets.clients.size >= maxClients ? 503 : null;
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A caller who hangs up halfway is no error of ours.
    stream.on('error', () => undefined);
    const refusal = refusalOf(request);
    if (refusal !== null) return refuseUpgrade(stream, refusal);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      limitMessages(socket);
      serveSocket(router, socket, log);
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
  }, pingEveryMs);
  pinging.unref();

  return () => {
    clearInterval(pinging);
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function refuseUpgrade(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}

/** Ends a connection that sends more than screens ever do. */
function limitMessages(socket: WebSocket): void {
  let second = 0;
  let messages = 0;
  socket.on('error', () => undefined);
  socket.on('message', () => {
    const now = Math.trunc(performance.now() / 1000);
    messages = now === second ? messages + 1 : 1;
    second = now;
    if (messages > maxMessagesPerSecond) socket.close(1008, 'Too many messages');
  });
}
