import type { RunPort } from '#main/ports/run.ts';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  readRequest,
  resultOf,
  run,
  startPool,
  startUpstream,
  type Upstream,
  stepsOf,
} from './run-workflow.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let pool: RunPort;
let upstream: Upstream;
let seen: Seen[] = [];

beforeAll(async () => {
  pool = startPool({ size: 1 });
  upstream = await startUpstream(async (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: (await readRequest(request)).toString() });
    if (url === '/never') return;
    if (url === '/endless') {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      return more();
    }
    if (url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x');
      setTimeout(() => response.destroy(), 10);
      return;
    }
    const [, kind = ''] = /^\/as\/([a-z]+)/.exec(url ?? '') ?? [];
    const answers: Record<string, readonly [type: string, body: string | Uint8Array]> = {
      json: ['application/json', '{"id":7}'],
      broken: ['application/json', '{"id":'],
      xml: ['application/xml', '<a><b>1</b></a>'],
      text: ['text/plain', 'hello'],
      bytes: ['image/png', Uint8Array.from([1, 2, 3])],
    };
    const [type, body] = answers[kind] ?? ['application/json', '{"ok":true}'];
    response.writeHead(url === '/missing' ? 404 : 200, {
      'content-type': type,
      'set-cookie': ['a=1', 'b=2'],
    });
    response.end(body);
  });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await pool.close();
  await upstream.close();
});

type HttpRequest = Extract<Parameters<typeof run>[1][number], { kind: 'httpRequest' }>;
const request = (step: Omit<HttpRequest, 'name' | 'kind'>, given: Parameters<typeof run>[2] = {}) =>
  run(pool, [{ name: 'send', kind: 'httpRequest', ...step }], given);

describe('a request', () => {
  test('has method, query, headers and a body filled in, and the trace shows it with its secrets hidden', async () => {
    const outcome = await request(
      {
        method: 'PUT',
        url: `${upstream.url}/customers/{{ body.id }}?a=0`,
        query: { b: { from: '[1,2]' }, c: 'x y&z', d: { from: 'missing' } },
        headers: { 'X-Id': '{{ body.id }}', Authorization: 'Bearer abc' },
        body: { id: { from: 'body.id' }, text: 'n{{ body.id }}' },
      },
      { body: '{"id":42}' },
    );
    expect(outcome.state).toBe('succeeded');
    expect(seen).toEqual([
      {
        method: 'PUT',
        url: '/customers/42?a=0&b=1&b=2&c=x+y%26z',
        headers: expect.objectContaining({
          'x-id': '42',
          authorization: 'Bearer abc',
          'content-type': 'application/json',
          'content-length': '22',
        }),
        body: '{"id":42,"text":"n42"}',
      },
    ]);
    expect(JSON.parse(stepsOf(outcome)[0]?.input ?? '')).toEqual({
      method: 'PUT',
      url: `${upstream.url}/customers/42?a=0&b=1&b=2&c=x+y%26z`,
      headers: { 'x-id': '42', authorization: '(hidden)' },
      body: { id: 42, text: 'n42' },
    });
  });

  test('sends text and bytes as they are', async () => {
    await request({ method: 'POST', url: upstream.url, body: 'plain {{ 1 }}' });
    await request(
      { method: 'POST', url: upstream.url, body: { from: 'body' } },
      { body: 'raw', type: 'application/octet-stream' },
    );
    await request({
      method: 'POST',
      url: upstream.url,
      headers: { 'content-type': 'text/csv' },
      body: 'a,b',
    });
    expect(seen.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
      ['text/plain; charset=utf-8', 'plain 1'],
      ['application/octet-stream', 'raw'],
      ['text/csv', 'a,b'],
    ]);
  });

  test('sends a login that stands in the address, and shows it nowhere', async () => {
    const outcome = await request({ url: upstream.url.replace('//', '//me:p%40ss@') });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(JSON.stringify(stepsOf(outcome))).not.toMatch(/p(%40|@)ss/);
  });

  test('cannot be given a header of its own by data', async () => {
    const outcome = await request(
      { url: upstream.url, headers: { 'x-a': '{{ body }}' } },
      { body: 'a\r\nx-evil: 1', type: 'text/plain' },
    );
    expect(outcome.problem?.reason).toMatch(/^send: .*header/);
    expect(seen).toEqual([]);
  });
});

describe('a response', () => {
  test('gives status, headers and the body read by its type', async () => {
    const results = [];
    for (const kind of ['json', 'broken', 'xml', 'text', 'bytes']) {
      results.push(resultOf(await request({ url: `${upstream.url}/as/${kind}` })));
    }
    expect(results).toMatchObject([
      {
        status: 200,
        headers: { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] },
        body: { id: 7 },
      },
      { body: '{"id":' },
      { body: { a: { b: '1' } } },
      { body: 'hello' },
      { body: 'AQID' },
    ]);
  });

  test('of any status is a result', async () => {
    const outcome = await run(pool, [
      { name: 'send', kind: 'httpRequest', url: `${upstream.url}/missing` },
      { name: 'check', kind: 'javascript', code: 'return { ok: steps.send.status === 200 }' },
    ]);
    expect(resultOf(outcome)).toEqual({ ok: false });
  });

  test('of 10 MiB and more fails the step and ends the connection', async () => {
    const outcome = await request({ url: `${upstream.url}/endless` });
    expect(outcome.problem?.reason).toBe('send: The response is larger than 10 MiB.');
  });
});

describe('a request that does not get through', () => {
  test('fails the step with the address in words', async () => {
    const server = createTcpServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await new Promise((closed) => server.close(closed));
    const outcome = await request({ method: 'POST', url: `http://127.0.0.1:${port}/customers` });
    expect(outcome.problem).toEqual({
      code: 'step_failed',
      detail: 'The step send failed.',
      reason: `send: connect ECONNREFUSED 127.0.0.1:${port} (POST http://127.0.0.1:${port}/customers)`,
    });
  });

  test('because the response is cut off, fails the step', async () => {
    const outcome = await request({ url: `${upstream.url}/cut` });
    expect(outcome.problem?.reason).toMatch(/^send: .*\/cut\)$/);
  });

  test('within the time limit of the step says so', async () => {
    const outcome = await request({ url: `${upstream.url}/never`, timeoutSeconds: 0.1 });
    expect(outcome.problem?.reason).toBe('send: It took longer than its limit of 0.1 s.');
  });

  test.each(['file:///etc/passwd', 'not an address', '', 'ftp://127.0.0.1/'])(
    'because %j is no address, fails before anything is sent',
    async (url) => {
      expect((await request({ url })).problem?.reason).toBe(`send: "${url}" is no http or https address.`);
    },
  );
});
