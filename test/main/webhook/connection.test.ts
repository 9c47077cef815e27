import { afterEach, describe, expect, test } from 'vitest';
import { exchange, openRaw, type RawSocket } from '#test/support/raw-socket.ts';
import { type Edge, gated, get, openEdge, placeIsFree, post, prepareEdge, soon } from './open-edge.ts';

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

describe('a caller', () => {
  test('that hangs up while it waits is gone', async () => {
    const { handle } = gated();
    const edge = await edgeOf({ handle });
    const raw = rawTo(edge);
    raw.send(get('/t37ed/First'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    const gone = new Promise<void>((resolve) => edge.reached[0]?.onGone(resolve));
    raw.close();
    await gone;
  });

  test('that shuts its sending side while it waits is still answered', async () => {
    const { handle, let: letGo } = gated();
    const edge = await edgeOf({ handle });
    const raw = rawTo(edge);
    raw.send(get('/t37ed/First'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    let isGone = false;
    edge.reached[0]?.onGone(() => (isGone = true));
    raw.finish();
    // Interim answers ask whether it still listens; the last one is the answer.
    const statuses = [(await raw.answer())?.status, (await raw.answer())?.status];
    letGo('/t37ed/First');
    let last = await raw.answer();
    // One more may have been on its way.
    while (last?.status === 102) last = await raw.answer();
    expect([...statuses, last?.status]).toEqual([102, 102, 200]);
    expect(isGone).toBe(false);
  });

  test('that resets is gone, and whoever stopped listening is not told', async () => {
    const { handle } = gated();
    const edge = await edgeOf({ handle });
    const raw = rawTo(edge);
    raw.send(get('/t37ed/First'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    let told = 0;
    edge.reached[0]?.onGone(() => (told += 1))();
    const gone = new Promise<void>((resolve) => edge.reached[0]?.onGone(resolve));
    raw.reset();
    await gone;
    expect(told).toBe(0);
  });

  test('that went before anyone listened is gone too', async () => {
    const { handle } = gated();
    const edge = await edgeOf({ handle, limits: { maxConnections: 1 } });
    const raw = rawTo(edge);
    raw.send(get('/t37ed/First'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    raw.reset();
    await placeIsFree(edge);
    await new Promise<void>((resolve) => edge.reached[0]?.onGone(resolve));
  });

  test('beyond the greatest number of connections is dropped where all of them are busy, and those are served', async () => {
    const { handle, let: letGo } = gated();
    const edge = await edgeOf({ limits: { maxConnections: 2 }, handle });
    const busy = [rawTo(edge), rawTo(edge)];
    busy[0]?.send(get('/t37ed/First'));
    // Its body is not there yet.
    busy[1]?.send(get('/t37ed/Second', 'Host: localhost\r\nContent-Length: 5\r\n', 'POST'));
    await soon(() => expect(edge.reached).toHaveLength(2));
    const third = rawTo(edge);
    third.send(post('a'));
    expect(await third.answer()).toBe(null);
    letGo('/t37ed/First');
    letGo('/t37ed/Second');
    expect([(await busy[0]?.answer())?.status, (await busy[1]?.answer())?.status]).toEqual([200, 200]);
  });

  test('beyond it has the place of one that asked for nothing yet, or else of the one that is idle longest', async () => {
    let now = 0;
    const edge = await edgeOf({ limits: { maxConnections: 3 }, tick: () => (now += 1) });
    const ask = async (raw: RawSocket) => {
      raw.send(post('a'));
      expect((await raw.answer())?.status).toBe(202);
      return raw;
    };
    const silent = rawTo(edge);
    silent.send('POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\n');
    const first = await ask(rawTo(edge));
    const second = await ask(rawTo(edge));
    await ask(first);
    now += 2_000;
    const third = await ask(rawTo(edge));
    await silent.ended;
    const fourth = await ask(rawTo(edge));
    await second.ended;
    for (const raw of [first, third, fourth]) await ask(raw);
  });
});

describe('a body that hardly comes', () => {
  test('gives way where all places are taken, and a proper one does not', async () => {
    let now = 0;
    const edge = await edgeOf({ limits: { maxConnections: 2 }, tick: () => (now += 1) });
    const length = 100_000;
    const begin = (bytes: number) => {
      const raw = rawTo(edge);
      const framing = `Host: localhost\r\nContent-Length: ${length}\r\n`;
      raw.send(get('/t37ed/Orders', framing, 'POST') + 'x'.repeat(bytes));
      return raw;
    };
    const proper = begin(90_000);
    const slow = begin(10);
    await soon(() => expect(edge.reached).toHaveLength(2));
    const early = rawTo(edge);
    early.send(post('a'));
    expect(await early.answer()).toBe(null);
    now += 20_000;
    const late = rawTo(edge);
    late.send(post('a'));
    expect((await late.answer())?.status).toBe(202);
    expect((await slow.answer())?.status).toBe(408);
    proper.send('x'.repeat(10_000));
    expect((await proper.answer())?.status).toBe(202);
  });
});

describe('an answer of which nothing is taken', () => {
  test('gives way where all places are taken, whatever came after its request', async () => {
    let now = 0;
    const edge = await edgeOf({
      limits: { maxConnections: 2 },
      tick: () => (now += 1),
      handle: async (call) => ({
        status: 200,
        headers: [],
        body: call.path === '/large' ? Buffer.alloc(64 * 1024 * 1024) : 'small',
        callId: call.id,
      }),
    });
    for (const after of ['', 'no request at all\r\n\r\n']) {
      const stuck = rawTo(edge);
      stuck.pause();
      stuck.send(get('/large') + after);
    }
    await soon(() => expect(edge.reached).toHaveLength(2));
    const early = rawTo(edge);
    early.send(get('/small'));
    expect(await early.answer()).toBe(null);
    now += 20_000;
    // Each of them stays, so that both have to go.
    for (const _ of [1, 2]) {
      const late = rawTo(edge);
      late.send(get('/small'));
      expect((await late.answer())?.body).toBe('small');
    }
  });
});

describe('a server', () => {
  test('that closes answers what is open, refuses what comes, and ends idle connections', async () => {
    const { handle, let: letGo } = gated();
    const edge = await edgeOf({ handle });
    const busy = rawTo(edge);
    const idle = rawTo(edge);
    const kept = rawTo(edge);
    idle.send(get('*', 'Host: localhost\r\n', 'OPTIONS'));
    kept.send(get('*', 'Host: localhost\r\n', 'OPTIONS'));
    expect([(await idle.answer())?.status, (await kept.answer())?.status]).toEqual([204, 204]);
    busy.send(get('/t37ed/First'));
    await soon(() => expect(edge.reached).toHaveLength(1));

    const closing = edge.server.close(new Promise(() => undefined));
    kept.send(post('late'));
    expect(await kept.answer()).toMatchObject({ status: 503, headers: { connection: 'close' } });
    await kept.ended;
    expect(edge.refused.map(({ problem }) => [problem.code, problem.retryAfterSeconds])).toEqual([
      ['shutting_down', 5],
    ]);
    expect(await exchange(edge.port, post('new'))).toBe(null);

    letGo('/t37ed/First');
    expect(await busy.answer()).toMatchObject({ status: 200, headers: { connection: 'close' } });
    await closing;
    await Promise.all([busy.ended, idle.ended]);
    expect(edge.reached).toHaveLength(1);
  });

  test('that closes lets a large answer be taken', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024, 'x');
    const edge = await edgeOf({
      handle: async (call) => ({ status: 200, headers: [], body, callId: call.id }),
    });
    const raw = rawTo(edge);
    raw.send(get('/large'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    const closing = edge.server.close(new Promise(() => undefined));
    expect((await raw.answer())?.body).toHaveLength(body.length);
    await closing;
  });

  test('does not wait for an answer that does not come any longer than it is told', async () => {
    const { handle } = gated();
    const edge = await edgeOf({ handle });
    const raw = rawTo(edge);
    raw.send(get('/t37ed/First'));
    await soon(() => expect(edge.reached).toHaveLength(1));
    await edge.server.close(Promise.resolve());
    expect(await raw.answer()).toBe(null);
  });

  test('says that its port is taken, and listens when it is free', async () => {
    const holder = await openEdge();
    const edge = await prepareEdge();
    opened.push(edge);
    const at = { host: '127.0.0.1', port: holder.port };
    expect(await edge.server.listen(at)).toMatchObject({ ok: false, problem: { code: 'port_taken' } });
    await holder.close();
    expect(await edge.server.listen(at)).toEqual({ ok: true, value: at });
    expect((await exchange(at.port, post('a')))?.status).toBe(202);
  });

  test('says that an address is not of this machine', async () => {
    const edge = await prepareEdge();
    opened.push(edge);
    const listening = await edge.server.listen({ host: '192.0.2.1', port: 0 });
    expect(listening).toMatchObject({ ok: false, problem: { code: 'listener_down' } });
  });
});
