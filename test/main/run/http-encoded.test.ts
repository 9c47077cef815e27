// What an httpRequest makes of the body of an answer: decoded within its bounds, and read as the step says.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { peerTests } from './ask-peer.ts';
import { okHead } from './misbehaving-peer.ts';

const { ask } = peerTests();

describe('an encoded answer', () => {
  const text = 'Größe '.repeat(1_000);
  const encoded = (coding: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(
        okHead(
          `content-encoding: ${coding}`,
          'content-type: text/plain; charset=utf-8',
          `content-length: ${bytes.length}`,
        ),
      ),
      bytes,
    ]);

  test.each([
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('as %s is decoded, and its headers say so no more', async (coding, bytes) => {
    const { result } = await ask(encoded(coding, bytes));
    expect(result).toMatchObject({ status: 200, body: text });
    const kept =
      coding === 'identity' ? { 'content-encoding': coding, 'content-length': String(bytes.length) } : {};
    expect((result as { headers: object }).headers).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      ...kept,
    });
  });

  test.each(['klingon', 'constructor', 'gzip, gzip, gzip, gzip'])(
    'as %s, which nobody decodes, is the bytes that came',
    async (coding) => {
      const { result } = await ask(encoded(coding, Buffer.from([1, 2, 3])));
      expect(result).toMatchObject({ headers: { 'content-encoding': coding }, body: 'AQID' });
    },
  );

  test.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(50_000_000)))],
  ])('as %s that is a bomb fails the step', async (coding, bytes) => {
    const { reason } = await ask(encoded(coding, bytes));
    expect(reason).toBe('send: The response is larger than 10 MiB.');
  });

  test.each([
    ['is none', Buffer.from('plain'), /content-encoding says \(gzip\): incorrect header check/],
    [
      'ends too early',
      gzipSync(text).subarray(0, 30),
      /content-encoding says \(gzip\): unexpected end of file/,
    ],
  ])('as gzip that %s fails the step in words', async (_name, bytes, words) => {
    expect((await ask(encoded('gzip', bytes))).reason).toMatch(words);
  });

  test('to HEAD has no body and is no failure', async () => {
    const { result } = await ask(okHead('content-encoding: gzip', 'content-length: 20'), { method: 'HEAD' });
    expect(result).toMatchObject({ status: 200 });
  });
});

describe('the body of an answer', () => {
  const json = `${okHead('content-type: text/plain; charset=iso-8859-1')}{"a":"\u00e9"}`;
  const latin = Buffer.from(json, 'latin1');

  test('is read as the step says', async () => {
    const { result: asText } = await ask(latin);
    expect(asText).toMatchObject({ body: '{"a":"é"}' });
    expect((await ask(latin, { response: 'bytes' })).result).toMatchObject({
      body: Buffer.from('{"a":"é"}', 'latin1').toString('base64'),
    });
    const xml = `${okHead('content-type: text/plain')}<a><line>1</line></a>`;
    expect((await ask(xml, { response: 'xml', xmlLists: ['line'] })).result).toMatchObject({
      body: { a: { line: ['1'] } },
    });
    expect((await ask(`${okHead()}[1]`, { response: 'json' })).result).toMatchObject({ body: [1] });
    expect(
      (await ask(`${okHead('content-type: application/json')}[1]`, { response: 'text' })).result,
    ).toMatchObject({ body: '[1]' });
  });

  test.each([
    ['json', 'application/json'],
    ['xml', 'text/html'],
  ] as const)('that is not the %s that the step wants fails it', async (response, type) => {
    const { reason } = await ask(`${okHead(`content-type: ${type}`)}<html>`, { response });
    expect(reason).toMatch(
      new RegExp(`^send: The answer \\(200\\) cannot be read as ${response.toUpperCase()}: `),
    );
  });
});
