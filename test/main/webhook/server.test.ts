import { afterEach, describe, expect, test } from 'vitest';
import { exchange, openRaw, type RawSocket } from '#test/support/raw-socket.ts';
import { type Edge, type EdgeOptions, gated, get, openEdge, placeIsFree, post, soon } from './open-edge.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close();
});

async function edgeOf(...options: Parameters<typeof openEdge>): Promise<Edge> {
  const edge = await openEdge(...options);
  opened.push(edge);
  return edge;
}

function rawTo(edge: Edge): RawSocket {
  const raw = openRaw(edge.port);
  opened.push(raw);
  return raw;
}

describe('a call', () => {
  test('reaches the core as it was sent', async () => {
    const edge = await edgeOf();
    await exchange(
      edge.port,
      'POST /t37ed/Orders?b=%zz&a HTTP/1.1\r\nHost: localhost\r\nX-One: 1\r\nx-ONE: \xe4\r\nContent-Length: 2\r\n\r\nhi',
    );
    const call = edge.accepted[0]?.call;
    expect(call).toMatchObject({
      method: 'POST',
      path: '/t37ed/Orders',
      rawQuery: 'b=%zz&a',
      rawHeaders: ['Host', 'localhost', 'X-One', '1', 'x-ONE', '\xe4', 'Content-Length', '2'],
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      contentLength: 2,
      hasBody: true,
    });
    expect(call?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test('in the absolute form has the path of its target', async () => {
    const edge = await edgeOf();
    await exchange(edge.port, get('http://hooks.example.com/t37ed/Orders?a=1'));
    expect(edge.accepted[0]?.call).toMatchObject({ path: '/t37ed/Orders', rawQuery: 'a=1' });
  });

  test('is answered with its id, and nothing that may be cached', async () => {
    const edge = await edgeOf();
    const answer = await exchange(edge.port, post('{}'));
    expect(answer).toMatchObject({
      status: 202,
      headers: {
        'x-call-id': edge.accepted[0]?.call.id,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  });

  test('that fails inside is answered with 500 and written to the log', async () => {
    const edge = await edgeOf({
      handle: () => {
        throw new Error('a bug');
      },
    });
    expect((await exchange(edge.port, post('{}')))?.status).toBe(500);
    expect(edge.refused.map(({ problem }) => problem.code)).toEqual(['internal']);
    expect(edge.refused[0]?.problem.detail).not.toContain('a bug');
  });

  test('refused by the edge is written to the log with its problem', async () => {
    const edge = await edgeOf();
    const answer = await exchange(edge.port, get('/t37ed/Orders%00'));
    expect(edge.refused.map(({ call, problem }) => [call.path, problem.code])).toEqual([
      ['/t37ed/Orders%00', 'malformed_path'],
    ]);
    expect(answer?.headers['x-call-id']).toBe(edge.refused[0]?.call.id);
    expect(edge.reached).toEqual([]);
  });

  test('behind one that waits is answered after it', async () => {
    const { handle, let: letGo } = gated();
    const edge = await edgeOf({ handle });
    const raw = rawTo(edge);
    raw.send(get('/t37ed/First') + get('/t37ed/Second'));
    await soon(() => expect(edge.reached).toHaveLength(2));
    letGo('/t37ed/Second');
    letGo('/t37ed/First');
    expect([(await raw.answer())?.body, (await raw.answer())?.body]).toEqual([
      '{"path":"/t37ed/First"}',
      '{"path":"/t37ed/Second"}',
    ]);
  });

  test('behind a refused one on the same connection is never served', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send(get('/t37ed/Orders%00') + post('smuggled'));
    expect((await raw.answer())?.status).toBe(400);
    expect(await raw.answer()).toBe(null);
    expect(edge.reached).toEqual([]);
  });

  test('before garbage has its answer, then the connection ends', async () => {
    const { handle, let: letGo } = gated();
    const edge = await edgeOf({ handle });
    const raw = rawTo(edge);
    raw.send(`${get('/t37ed/First')}GARBAGE\r\n\r\n`);
    await soon(() => expect(edge.reached).toHaveLength(1));
    letGo('/t37ed/First');
    expect((await raw.answer())?.status).toBe(200);
    expect(await raw.answer()).toBe(null);
  });
});

describe('the address of a status', () => {
  test('is handed on with its parts, for GET only', async () => {
    const edge = await edgeOf();
    const target = '/t37ed/Orders/calls/0190';
    expect((await exchange(edge.port, get(target)))?.body).toBe(
      '{"code":"t37ed","name":"Orders","callId":"0190"}',
    );
    const wrong = await exchange(edge.port, post('x').replace('/t37ed/Orders', target));
    expect(wrong).toMatchObject({ status: 405, headers: { allow: 'GET' } });
    expect(edge.reached).toEqual([]);
  });

  test('with an encoded part is an unknown address', async () => {
    const edge = await edgeOf();
    expect((await exchange(edge.port, get('/t37ed/Order%73/calls/0190')))?.status).toBe(404);
  });
});

describe('OPTIONS', () => {
  test('is answered with the methods of the endpoint and leaves no trace', async () => {
    const edge = await edgeOf();
    const answer = await exchange(edge.port, get('/t37ed/Orders', 'Host: localhost\r\n', 'OPTIONS'));
    expect(answer).toMatchObject({ status: 204, headers: { allow: 'GET, POST' }, body: '' });
    expect(answer?.headers).not.toHaveProperty('content-length');
    expect([edge.reached, edge.refused]).toEqual([[], []]);
  });

  test('of an unknown endpoint is 404', async () => {
    const edge = await edgeOf();
    const answer = await exchange(edge.port, get('/t37ed/Nobody', 'Host: localhost\r\n', 'OPTIONS'));
    expect(answer?.status).toBe(404);
  });
});

describe('an answer', () => {
  test('to HEAD has no body', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send(get('/t37ed/Orders', 'Host: localhost\r\n', 'HEAD') + get('/t37ed/Orders'));
    expect(await raw.answer({ bodiless: true })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, POST' },
    });
    expect((await raw.answer())?.status).toBe(202);
  });

  test('of a workflow does not decide on framing or caching', async () => {
    const edge = await edgeOf({
      handle: async (call) => ({
        status: 200,
        headers: [
          ['Content-Length', '1'],
          ['Transfer-Encoding', 'chunked'],
          ['Cache-Control', 'public'],
          ['Connection', 'close'],
          ['X-Kept', 'yes'],
        ],
        body: Buffer.from('abc'),
        callId: call.id,
      }),
    });
    const raw = rawTo(edge);
    raw.send(get('/a').repeat(2));
    expect(await raw.answer()).toMatchObject({
      headers: {
        'content-length': '3',
        'cache-control': 'no-store',
        'x-kept': 'yes',
        connection: 'keep-alive',
      },
      body: 'abc',
    });
    expect((await raw.answer())?.status).toBe(200);
  });

  test('of bytes arrives byte for byte, whether small or large', async () => {
    for (const bytes of [256, 300_000]) {
      const body = Uint8Array.from({ length: bytes }, (_, at) => at % 256);
      const edge = await edgeOf({
        handle: async ({ id }) => ({ status: 200, headers: [['x-name', 'é']], body, callId: id }),
      });
      const answer = await fetch(`http://127.0.0.1:${edge.port}/t37ed/Orders`);
      expect(answer.headers.get('content-length')).toBe(String(bytes));
      expect(answer.headers.get('x-name')).toBe('é');
      expect(Buffer.compare(body, Buffer.from(await answer.arrayBuffer()))).toBe(0);
    }
  });

  test('with a header that can not be sent is a 500', async () => {
    const edge = await edgeOf({
      handle: async (call) => ({ status: 200, headers: [['x-bad', 'a\r\nb']], body: null, callId: call.id }),
    });
    expect((await exchange(edge.port, get('/a')))?.status).toBe(500);
  });

  /** More than lies between a server and its caller. */
  const answerLargely: NonNullable<EdgeOptions['handle']> = async ({ id }) => ({
    status: 200,
    headers: [],
    body: Buffer.alloc(64 * 1024 * 1024),
    callId: id,
  });

  test('that nobody takes is given up', async () => {
    const edge = await edgeOf({
      limits: { writeTimeoutMs: 300, maxConnections: 1 },
      handle: answerLargely,
    });
    const raw = rawTo(edge);
    raw.pause();
    let gone = false;
    raw.send(get('/a'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    edge.reached[0]?.onGone(() => {
      gone = true;
    });
    await placeIsFree(edge);
    // It was answered, so nobody is told.
    expect(gone).toBe(false);
  });

  test('that nobody takes is given up, whatever its caller sends meanwhile', async () => {
    const edge = await edgeOf({
      limits: { writeTimeoutMs: 300, headersTimeoutMs: 600 },
      handle: answerLargely,
    });
    const raw = rawTo(edge);
    raw.pause();
    raw.send(get('/a'));
    raw.send('GET /');
    const dribble = setInterval(() => raw.send('b'), 20);
    opened.push({ close: () => clearInterval(dribble) });
    await raw.ended;
  });

  test('of many pieces arrives whole', async () => {
    const body = Buffer.from(Array.from({ length: 300_001 }, (_, at) => 97 + (at % 26)));
    const edge = await edgeOf({
      handle: async (call) => ({ status: 200, headers: [], body, callId: call.id }),
    });
    const raw = rawTo(edge);
    // The second waits behind the first; the third goes out while its own request still comes.
    raw.send(get('/a') + get('/a'));
    raw.send('POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\nabc');
    const answers = [await raw.answer(), await raw.answer(), await raw.answer()];
    expect(answers.map((answer) => answer?.body === body.toString())).toEqual([true, true, true]);
    await raw.ended;
  });
});
