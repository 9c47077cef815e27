// What one caller, or all of them together, can make the edge hold in memory.
import { afterEach, describe, expect, test } from 'vitest';
import { createBodyBudget } from '#main/webhook/body-budget.ts';
import { maxInlineBytes } from '#main/webhook/read-body.ts';
import { openRaw, type RawSocket } from '#test/support/raw-socket.ts';
import { answerProblem, answerWith, type Edge, gated, get, openEdge, post, soon } from './open-edge.ts';

const opened: { close(): unknown }[] = [];
const track = <T extends { close(): unknown }>(thing: T): T => {
  opened.push(thing);
  return thing;
};
afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close();
});
const rawTo = (edge: Edge): RawSocket => track(openRaw(edge.port));

const head = (framing: string): string =>
  `POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\n${framing}\r\n\r\n`;

describe('the memory for bodies', () => {
  /** An edge with room for 1,000 bytes of bodies. */
  async function smallEdge(more: Parameters<typeof openEdge>[0] = {}) {
    const bodies = createBodyBudget(() => 1_000);
    return { bodies, edge: track(await openEdge({ bodies, ...more })) };
  }

  test('is taken by the announced length, and a body without room is refused before it is read', async () => {
    const { bodies, edge } = await smallEdge();
    const first = rawTo(edge);
    first.send(head('Content-Length: 800'));
    await soon(() => expect(bodies.takenBytes).toBe(800));
    const second = rawTo(edge);
    second.send(head('Content-Length: 300\r\nExpect: 100-continue'));
    const refused = await second.answer();
    expect([refused?.status, JSON.parse(refused?.body ?? '')]).toEqual([503, { code: 'bodies_full' }]);
    await second.ended;
    first.send('x'.repeat(800));
    expect((await first.answer())?.status).toBe(202);
    expect(bodies.takenBytes).toBe(0);
  });

  test('is taken chunk by chunk where no length is announced', async () => {
    const { bodies, edge } = await smallEdge();
    const raw = rawTo(edge);
    raw.send(head('Transfer-Encoding: chunked'));
    raw.send(`200\r\n${'x'.repeat(0x200)}\r\n`);
    await soon(() => expect(bodies.takenBytes).toBe(0x200));
    raw.send(`200\r\n${'x'.repeat(0x200)}\r\n`);
    expect((await raw.answer())?.status).toBe(503);
    await raw.ended;
    expect(bodies.takenBytes).toBe(0);
  });

  test('is free again when a body breaks off', async () => {
    const { bodies, edge } = await smallEdge();
    const raw = rawTo(edge);
    raw.send(`${head('Content-Length: 800')}abc`);
    await soon(() => expect(bodies.takenBytes).toBe(800));
    raw.reset();
    await soon(() => expect(bodies.takenBytes).toBe(0));
  });

  test('keeps a small refused body from costing the connection', async () => {
    const { bodies, edge } = await smallEdge();
    expect(bodies.take(900)).toBe(true);
    const raw = rawTo(edge);
    raw.send(post('x'.repeat(200)));
    expect((await raw.answer())?.status).toBe(503);
    bodies.give(900);
    raw.send(post('x'.repeat(200)));
    expect((await raw.answer())?.status).toBe(202);
  });

  test('is not taken by what goes to a file', async () => {
    const bodies = createBodyBudget(() => maxInlineBytes);
    const edge = track(await openEdge({ bodies }));
    const raw = rawTo(edge);
    raw.send(head(`Content-Length: ${2 * maxInlineBytes}`));
    await soon(() => expect(bodies.takenBytes).toBe(maxInlineBytes));
    raw.send('x'.repeat(2 * maxInlineBytes - 1));
    await soon(() => expect(bodies.takenBytes).toBe(0));
    raw.send('x');
    expect((await raw.answer())?.status).toBe(202);
  });

  test('is given up by the body that hardly comes, where there is no more of it', async () => {
    let now = 0;
    const { bodies, edge } = await smallEdge({ tick: () => (now += 1) });
    const slow = rawTo(edge);
    slow.send(head('Content-Length: 900'));
    await soon(() => expect(bodies.takenBytes).toBe(900));
    const early = rawTo(edge);
    early.send(post('x'.repeat(200)));
    expect((await early.answer())?.status).toBe(503);
    now += 20_000;
    early.send(post('x'.repeat(200)));
    expect((await early.answer())?.status).toBe(202);
    expect((await slow.answer())?.status).toBe(408);
    expect(bodies.takenBytes).toBe(0);
  });

  test('follows its setting at once', async () => {
    let maxBytes = 100;
    const edge = track(await openEdge({ bodies: createBodyBudget(() => maxBytes) }));
    const raw = rawTo(edge);
    raw.send(post('x'.repeat(200)));
    expect((await raw.answer())?.status).toBe(503);
    maxBytes = 200;
    raw.send(post('x'.repeat(200)));
    expect((await raw.answer())?.status).toBe(202);
  });
});

describe('a caller who pipelines', () => {
  const count = 20_000;
  const flood = get('/t37ed/First').repeat(count);

  test('is read no further than one read beyond 32 open requests, and none is refused', async () => {
    const { handle, let: letGo } = gated();
    let open = true;
    const edge = track(
      await openEdge({
        handle: (call) => (open ? handle(call) : Promise.resolve(answerWith(call, 200, {}))),
      }),
    );
    const raw = rawTo(edge);
    raw.send(flood);
    await soon(() => expect(edge.reached.length).toBeGreaterThan(32));
    let seen = -1;
    await soon(() => {
      const before = seen;
      seen = edge.reached.length;
      expect(seen).toBe(before);
    });
    // Nothing of it was answered, so whatever was read is held: one read brings 64 KiB.
    expect(edge.reached.length).toBeLessThan(32 + 2 * Math.ceil(65_536 / get('/t37ed/First').length));
    open = false;
    letGo('/t37ed/First');
    raw.close();
  });

  test('has every answer, in order', async () => {
    const edge = track(
      await openEdge({
        async handle(call) {
          await new Promise((resolve) => setImmediate(resolve));
          return call.rawQuery === ''
            ? answerProblem(call, { code: 'internal', detail: '' })
            : answerWith(call, 200, call.rawQuery);
        },
      }),
    );
    const raw = rawTo(edge);
    const numbers = Array.from({ length: 3_000 }, (_, at) => at);
    raw.send(numbers.map((at) => get(`/t37ed/First?${at}`)).join(''));
    const bodies: unknown[] = [];
    for (const _ of numbers) bodies.push(JSON.parse((await raw.answer())?.body ?? ''));
    expect(bodies).toEqual(numbers.map(String));
  });

  test('with bodies has every answer too', async () => {
    const edge = track(await openEdge());
    const raw = rawTo(edge);
    raw.send(post('x'.repeat(3_000)).repeat(1_000));
    for (let at = 0; at < 1_000; at++) expect((await raw.answer())?.status).toBe(202);
  });
});
