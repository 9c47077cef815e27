import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Peer {
  readonly url: string;
  readonly received: Received[];
  /** The most requests that were open at one time. */
  readonly mostOpen: number;
  /** Resolves once nobody is connected: all that those who were had sent has been read. */
  left(): Promise<void>;
  close(): Promise<void>;
}

/** Another system on loopback that remembers what it was sent; `answer` may take its time. */
export async function startPeer(
  answer: (request: Received, response: ServerResponse) => unknown = () => ({ ok: true }),
): Promise<Peer> {
  const received: Received[] = [];
  let open = 0;
  let mostOpen = 0;
  // It ends no idle connection: one that is just being used again would be cut off, and the step fail.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks: Buffer[] = [];
    mostOpen = Math.max(mostOpen, ++open);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      received.push(one);
      void Promise.resolve(answer(one, response)).then((value) => {
        open--;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(value));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get mostOpen() {
      return mostOpen;
    },
    async left() {
      const connections = () => promisify(server.getConnections.bind(server))();
      while ((await connections()) > 0) await sleep(5);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
