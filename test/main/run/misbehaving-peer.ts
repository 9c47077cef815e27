// A system on loopback that answers as no system should: what it writes to the connection is said byte by byte.
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface MisbehavingPeer {
  readonly url: string;
  /** How many connections it took in all. */
  readonly connections: number;
  /** The heads that came, in order, and what came with them. */
  readonly received: readonly string[];
  /** Resolves once no connection is open. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** `answer` is called for each piece that comes in, with all that came on its connection since the last answer. */
export async function startMisbehavingPeer(
  answer: (request: string, socket: Socket) => void,
  tls: TlsOptions | null = null,
): Promise<MisbehavingPeer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let whenIdle: (() => void)[] = [];
  const serve = (socket: Socket): void => {
    connections += 1;
    sockets.add(socket);
    // It is no concern of this side how it ends.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      for (const done of whenIdle) done();
      whenIdle = [];
    });
    socket.on('data', (bytes: Buffer) => {
      const request = bytes.toString('latin1');
      received.push(request);
      answer(request, socket);
    });
  };
  const server: Server = tls === null ? createServer(serve) : createTlsServer(tls, serve);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `${tls === null ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    get connections() {
      return connections;
    },
    received,
    async idle() {
      if (sockets.size > 0) await new Promise<void>((done) => whenIdle.push(done));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export const okHead = (...headers: readonly string[]): string =>
  ['HTTP/1.1 200 OK', ...headers, '', ''].join('\r\n');
