// A small system for the sample integrations to talk to: customers, work orders, item prices. It keeps
// nothing on disk and listens on this machine only.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DemoSystem {
  /** What stands for `http://127.0.0.1:0/demo-system` in the examples. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Tried first, so that integrations loaded earlier need no change. */
const preferredPort = 8082;
const maxBodyBytes = 1024 * 1024;
const maxKept = 1000;

const prices: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'A-100': { SEK: 129, EUR: 11.5 },
  'B-200': { SEK: 2490, EUR: 219 },
  'C-300': { SEK: 15, EUR: 1.4 },
};

export async function openDemoSystem(): Promise<DemoSystem> {
  const answer = createAnswers();
  const server = createServer((request, response) => {
    readJson(request).then(
      (body) =>
        send(response, answer(request.method ?? '', new URL(request.url ?? '/', 'http://demo'), body)),
      () => send(response, [400, { error: 'The body is no JSON, or too large.' }]),
    );
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(preferredPort).catch(() => listen(0));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/demo-system`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Reply = readonly [status: number, body: unknown];

function createAnswers(): (method: string, url: URL, body: unknown) => Reply {
  const kept = { customers: [] as unknown[], 'work-orders': [] as unknown[] };
  return (method, url, body) => {
    const [, system, collection, id] = url.pathname.split('/');
    if (system !== 'demo-system') return [404, { error: 'Nothing is here.' }];
    if (collection === 'prices' && method === 'GET' && id !== undefined) {
      const currency = url.searchParams.get('currency') ?? 'SEK';
      const price = prices[id]?.[currency];
      return price === undefined
        ? [404, { error: 'There is no such price.' }]
        : [200, { item: id, price, currency }];
    }
    if (collection !== 'customers' && collection !== 'work-orders')
      return [404, { error: 'Nothing is here.' }];
    const list = kept[collection];
    if (method === 'GET') return [200, list];
    if (method !== 'POST') return [405, { error: 'GET and POST are served.' }];
    const number = list.length + 1;
    if (list.length < maxKept) list.push(body);
    return [
      201,
      collection === 'customers' ? { number, customer: body } : { workOrderId: `WO-${1000 + number}` },
    ];
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.byteLength;
    if (bytes > maxBodyBytes) throw new RangeError('The body is too large.');
    chunks.push(part);
  }
  return bytes === 0 ? null : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function send(response: ServerResponse, [status, body]: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
