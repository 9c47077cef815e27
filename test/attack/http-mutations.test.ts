import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Edge, openEdge, post } from '#test/main/webhook/open-edge.ts';
import { exchange, openRaw } from '#test/support/raw-socket.ts';
import { corpus } from './http-corpus.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge();
});
afterAll(() => edge.close());

const seeds = corpus
  .map(({ steps: [first] }) => first)
  .filter((step): step is string => typeof step === 'string' && step.length < 4000);

interface Mutation {
  readonly kind: 'drop' | 'repeat' | 'put';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('drop', 'repeat', 'put'),
  at: fc.nat(4000),
  length: fc.integer({ min: 1, max: 12 }),
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

test('whatever is sent, each request has a proper answer or the connection ends, and the server lives', async () => {
  const statuses = new Set([undefined, 100, 202, 204, 400, 404, 405, 413, 414, 417, 421, 426, 431, 501, 505]);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async (seed, mutations) => {
        const raw = openRaw(edge.port);
        raw.send(mutations.reduce(mutate, seed));
        raw.finish();
        const first = await raw.answer({ bodiless: true });
        expect(statuses).toContain(first?.status);
        await raw.ended;
        raw.close();
        expect((await exchange(edge.port, post('still there')))?.status).toBe(202);
      },
    ),
    { numRuns: 500 },
  );
  expect(edge.refused.filter(({ problem }) => problem.code === 'internal')).toEqual([]);
}, 120_000);
