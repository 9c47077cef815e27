import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { StoreFailure } from '#main/ports/store-failure.ts';
import { maxInlineBytes } from '#main/webhook/read-body.ts';
import { exchange, openRaw, type RawSocket } from '#test/support/raw-socket.ts';
import { answerWith, type Edge, maxBodyBytes, openEdge, post, soon } from './open-edge.ts';

const opened: { close(): unknown }[] = [];
const track = <T extends { close(): unknown }>(thing: T): T => {
  opened.push(thing);
  return thing;
};
afterEach(async () => {
  for (const thing of opened.splice(0).toReversed()) await thing.close();
});

const edgeOf = async (...options: Parameters<typeof openEdge>): Promise<Edge> =>
  track(await openEdge(...options));
const rawTo = (edge: Edge): RawSocket => track(openRaw(edge.port));
const blobsOf = (edge: Edge): Promise<string[]> =>
  readdir(edge.blobFolder).then((names) => names.filter((name) => name !== 'tmp'));
const unfinishedOf = (edge: Edge): Promise<string[]> => readdir(join(edge.blobFolder, 'tmp'));

describe('the body of a call', () => {
  test('is kept byte for byte in memory up to 256 KiB', async () => {
    const edge = await edgeOf();
    const body = Array.from({ length: maxInlineBytes }, (_, at) => String.fromCharCode(at % 256)).join('');
    expect((await exchange(edge.port, post(body)))?.status).toBe(202);
    expect(edge.accepted[0]).toMatchObject({ bytes: maxInlineBytes, body: { kind: 'bytes' } });
    const kept = edge.accepted[0]?.body;
    expect(kept?.kind === 'bytes' && Buffer.from(kept.bytes).toString('latin1') === body).toBe(true);
    expect(await blobsOf(edge)).toEqual([]);
  });

  test('above 256 KiB is in a file, byte for byte', async () => {
    const edge = await edgeOf();
    const body = Array.from({ length: maxBodyBytes }, (_, at) => String.fromCharCode((at * 7) % 256)).join(
      '',
    );
    expect((await exchange(edge.port, post(body)))?.status).toBe(202);
    const kept = edge.accepted[0]?.body;
    if (kept?.kind !== 'file') throw new Error('The body is not in a file.');
    expect(await blobsOf(edge)).toEqual([kept.file]);
    expect(Buffer.from(await edge.blobs.read(kept.file)).toString('latin1') === body).toBe(true);
    expect(await unfinishedOf(edge)).toEqual([]);
  });

  test('in chunks is the same as in one piece', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send('POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (const part of ['3\r\none\r\n', '5\r\ntwo', 'xx\r\n', '0\r\n\r\n']) raw.send(part);
    expect((await raw.answer())?.status).toBe(202);
    expect(edge.accepted[0]).toMatchObject({
      bytes: 8,
      body: { kind: 'bytes', bytes: Buffer.from('onetwoxx') },
    });
  });

  test('of no bytes is none', async () => {
    const edge = await edgeOf();
    await exchange(edge.port, post(''));
    await exchange(
      edge.port,
      'POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(edge.accepted.map(({ body, bytes }) => ({ body, bytes }))).toEqual([
      { body: null, bytes: 0 },
      { body: null, bytes: 0 },
    ]);
  });

  test('that breaks off in a file leaves no file behind', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send(
      `POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n${'x'.repeat(600_000)}`,
    );
    await soon(async () => expect(await unfinishedOf(edge)).toHaveLength(1));
    raw.finish();
    expect((await raw.answer())?.status).toBe(400);
    expect(edge.accepted).toEqual([]);
    await soon(async () => expect([await unfinishedOf(edge), await blobsOf(edge)]).toEqual([[], []]));
  });

  test('over the limit in chunks leaves no file behind', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send(
      'POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n',
    );
    raw.send('x'.repeat(maxBodyBytes + 1));
    expect((await raw.answer())?.status).toBe(413);
    await raw.ended;
    await soon(async () => expect([await unfinishedOf(edge), await blobsOf(edge)]).toEqual([[], []]));
  });

  test('that the disk does not take is refused with 503', async () => {
    const edge = await edgeOf({
      blobs: {
        create: () => Promise.reject(new StoreFailure('no space left on device')),
        read: () => Promise.reject(new StoreFailure('no such blob')),
        readPart: () => Promise.reject(new StoreFailure('no such blob')),
        remove: async () => {},
      },
    });
    expect((await exchange(edge.port, post('x'.repeat(maxInlineBytes + 1))))?.status).toBe(503);
    expect((await exchange(edge.port, post('small')))?.status).toBe(202);
  });

  test('is asked for with a 100 only when the call wants it', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send(
      'POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
    );
    expect((await raw.answer())?.status).toBe(100);
    raw.send('hi');
    expect((await raw.answer())?.status).toBe(202);

    const refused = rawTo(edge);
    refused.send(
      'POST /t37ed/Nobody HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
    );
    expect((await refused.answer())?.status).toBe(404);
  });

  test('of a refused call is read away and the connection kept, where it is small', async () => {
    const edge = await edgeOf();
    const raw = rawTo(edge);
    raw.send(post('some body').replace('Orders', 'Nobody'));
    expect((await raw.answer())?.status).toBe(404);
    raw.send(post('a'));
    expect((await raw.answer())?.status).toBe(202);
  });

  test('that breaks off before it is asked for is refused when it is', async () => {
    let ask = () => {};
    const asked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const edge = await edgeOf({
      handle: async (call) => {
        await asked;
        const body = await call.readBody(maxBodyBytes);
        return answerWith(call, body.ok ? 202 : 400, {});
      },
    });
    const raw = rawTo(edge);
    raw.send('POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhi');
    raw.finish();
    await soon(() => expect(edge.reached).toHaveLength(1));
    ask();
    expect((await raw.answer())?.status).toBe(400);
  });

  test('of a caller that is faster than the disk waits in the socket, not in memory', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let written = 0;
    const edge = await edgeOf({
      handle: async (call) => answerWith(call, (await call.readBody(64 * 1024 * 1024)).ok ? 202 : 500, {}),
      blobs: {
        create: async () => ({
          async write(bytes) {
            written += bytes.length;
            if (written > maxInlineBytes * 2) await gate;
          },
          keep: async () => ({ file: 'none', bytes: written }),
          discard: async () => {},
        }),
        read: () => Promise.reject(new StoreFailure('no such blob')),
        readPart: () => Promise.reject(new StoreFailure('no such blob')),
        remove: async () => {},
      },
    });
    const socket = track(openRaw(edge.port));
    const bytes = 32 * 1024 * 1024;
    socket.send(`POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes}\r\n\r\n`);
    socket.send('x'.repeat(bytes));
    await soon(() => expect(written).toBeGreaterThan(maxInlineBytes * 2));
    const before = process.memoryUsage().arrayBuffers;
    for (let turn = 0; turn < 50; turn += 1) await once(AbortSignal.timeout(1), 'abort');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    release();
    expect((await socket.answer())?.status).toBe(202);
    expect(written).toBe(bytes);
  });
});
