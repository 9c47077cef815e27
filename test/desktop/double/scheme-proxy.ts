// A session's whole network: the forward proxy of its browser context. Requests for a registered scheme go to
// the handler, as `protocol.handle` has them; every other one is refused and written down.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { record } from './record.ts';
import { toElectron } from './scheme.ts';

/** Gives no answer where the request is not to be answered. */
export type AnswerRequest = (request: Request) => Promise<Response | null>;

/** Gives the proxy's address. */
export async function openSchemeProxy(answer: AnswerRequest): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    void relay(incoming, outgoing, answer).catch((error: unknown) => {
      console.error('electron double: a protocol handler failed:', error);
      outgoing.destroy();
    });
  });
  server.on('connect', ({ url }, socket) => {
    record.blocked.push(`https://${url}`);
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.on('upgrade', ({ url }, socket) => {
    record.blocked.push(String(url));
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function relay(incoming: IncomingMessage, outgoing: ServerResponse, answer: AnswerRequest) {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const request = toRequest(incoming, gone.signal);
  const response = await answer(request);
  if (!response) {
    record.blocked.push(request.url);
    outgoing.writeHead(502).end();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  for await (const chunk of response.body ?? []) outgoing.write(chunk);
  outgoing.end();
}

function toRequest({ url, method, headers }: IncomingMessage, signal: AbortSignal): Request {
  const request = new Request(toElectron(String(url)), { method, signal });
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'host' || name === 'connection' || name.startsWith('proxy-')) continue;
    request.headers.set(name, toElectron(String(value)));
  }
  return request;
}
