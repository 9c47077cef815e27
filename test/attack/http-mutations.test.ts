// Every row of both tables with bytes dropped, repeated and put in, against the whole product.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchange, openRaw } from '#test/support/raw-socket.ts';
import { until } from '#test/support/runtime.ts';
import { corpus } from './http-corpus.ts';
import { openProduct, type Product } from './product.ts';
import { productCorpus, request } from './product-corpus.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const mebibyte = 1024 * 1024;

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => {
  await product.close();
  expect(product.errors).toEqual([]);
});

const seeds = [
  ...corpus.map(({ steps }) => steps.map((step) => (typeof step === 'string' ? step : '')).join('')),
  ...productCorpus.map(({ requests }) => requests.join('')),
].filter((bytes) => bytes !== '');

interface Mutation {
  readonly kind: 'drop' | 'repeat' | 'put';
  /** Where, as a share of the whole; most of what decides stands at the beginning. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('drop', 'repeat', 'put'),
  at: fc.oneof(fc.nat(300), fc.nat(4_000), fc.nat(mebibyte)),
  length: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20_000 })),
  text: fc.oneof(
    fc.constantFrom(
      '\r\n',
      '\r',
      '\n',
      '\0',
      ' ',
      '\t',
      ':',
      '%',
      '/',
      '?',
      '#',
      '\xff',
      '0\r\n\r\n',
      'Host: x\r\n',
      'Content-Length: 3\r\n',
      'Transfer-Encoding: chunked\r\n',
      'X-Forwarded-For: 10.0.0.1\r\n',
      'Origin: https://evil.example\r\n',
    ),
    fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 4 }),
  ),
});

function mutate(text: string, { kind, at, length, text: put }: Mutation): string {
  const from = at % (text.length + 1);
  const head = text.slice(0, from);
  if (kind === 'put') return head + put + text.slice(from);
  const cut = text.slice(from, from + length);
  return kind === 'drop' ? head + text.slice(from + length) : head + cut + text.slice(from);
}

const proper = new Set([
  ...[100, 102, 200, 202, 204, 400, 401, 403, 404, 405, 408, 413, 414, 417, 421, 422, 426, 429, 431],
  ...[500, 501, 503, 505],
]);

/** What is held after so much; the reader of the log and the workers have theirs by then. */
const heldBytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

test('whatever is sent, each request has a proper answer or the connection ends, and the product lives', async () => {
  let before: number | null = null;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async (seed, mutations) => {
        const raw = openRaw(product.port);
        raw.send(mutations.reduce(mutate, seed));
        raw.finish();
        for (;;) {
          const answer = await raw.answer({ bodiless: true });
          if (answer === null || Number.isNaN(answer.status)) break;
          expect(proper).toContain(answer.status);
          if (answer.status >= 200) break;
        }
        await raw.ended;
        raw.close();
        expect((await exchange(product.port, request('/t37ed/Orders', '', 'still there')))?.status).toBe(202);
        before ??= heldBytes();
      },
    ),
    { numRuns: 600 },
  );
  const internal = await product.client.calls.list({ state: ['refused'], status: 500 });
  expect(internal.calls).toEqual([]);
  // Nothing of it is on its way any more, and what is held is what was held.
  await until(
    () => product.runtime.load(),
    ({ bodyBytes, waitingCallers }) => bodyBytes === 0 && waitingCallers === 0,
  );
  await until(heldBytes, (bytes) => bytes - (before ?? bytes) < 64 * mebibyte);
}, 240_000);
