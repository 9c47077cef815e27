// The whole product under attack: the table of the edge once more, and what only the rest of it can answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange, openRaw, type RawAnswer } from '#test/support/raw-socket.ts';
import { ended, until } from '#test/support/runtime.ts';
import { corpus } from './http-corpus.ts';
import { play } from './play.ts';
import { openProduct, type Product } from './product.ts';
import { type Expected, productCorpus, request } from './product-corpus.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(async () => {
  await product.close();
  expect(product.errors).toEqual([]);
});

/** What of an answer the row speaks of. */
function shown({ status, headers, body }: RawAnswer, { code, headers: named, sees }: Expected): Expected {
  return {
    status,
    ...(code === undefined
      ? {}
      : { code: (JSON.parse(body) as { type: string }).type.replace('urn:hookline:problem:', '') }),
    ...(named === undefined
      ? {}
      : {
          headers: Object.fromEntries(Object.keys(named).map((name) => [name, headers[name] ?? 'missing'])),
        }),
    ...(sees === undefined ? {} : { sees: JSON.parse(Buffer.from(body, 'latin1').toString()) as unknown }),
  };
}

describe('keys, bodies, repeats and limits', () => {
  test.for([...productCorpus])('$id: $what', async ({ requests, answers }) => {
    const raw = openRaw(product.port);
    const got: RawAnswer[] = [];
    for (const one of requests) {
      raw.send(one);
      const answer = await raw.answer();
      if (answer !== null) got.push(answer);
    }
    raw.close();
    expect(got.map((answer, at) => shown(answer, answers[at] ?? { status: 0 }))).toEqual(
      answers.map(({ sees, ...rest }) => (sees === undefined ? rest : { ...rest, sees: expectedBody(sees) })),
    );
  });
});

/** A body that is too large to look at stands for any. */
const expectedBody = (sees: unknown): unknown =>
  typeof sees === 'object' && sees !== null && !('body' in sees) ? expect.objectContaining(sees) : sees;

describe('the table of the edge', () => {
  // Limits on time are those of the product here, and long.
  /** As they were played: one that has to be played again has left its calls. */
  let expected = 0;
  test.for(corpus.filter(({ isSlow }) => isSlow !== true))('$id: $what', async (row) => {
    const { answers, closed } = await play(product.port, row);
    expected += row.accepted;
    expect(answers.map(({ status }) => status)).toEqual(row.statuses);
    expect(closed).toBe(row.closes);
    expect((await exchange(product.port, request('/t37ed/Orders', '', 'still there')))?.status).toBe(202);
    expected++;
  });

  test('leaves as many accepted calls in the log as were answered so', async () => {
    let found = 0;
    for (let before: number | undefined; ;) {
      const filter = { integration: 'Orders', limit: 1_000, ...(before && { before }) };
      const page = await product.client.calls.list(filter);
      found += page.calls.filter(({ state }) => state !== 'refused').length;
      if (page.nextBefore === null) break;
      before = page.nextBefore;
    }
    expect(found).toBe(expected);
  });
});

test('H32: a thousand unknown paths are 404 each, in the log or counted', async () => {
  const unknown = async () => {
    const { calls } = await product.client.calls.list({ status: 404, text: '/h32/', limit: 1_000 });
    return calls.length;
  };
  const uncounted = product.runtime.load().unwrittenRefusals;
  const raw = openRaw(product.port);
  raw.send(Array.from({ length: 1_000 }, (_, at) => request(`/h32/p${at}`)).join(''));
  const statuses = new Set<number | undefined>();
  for (let at = 0; at < 1_000; at++) statuses.add((await raw.answer())?.status);
  raw.close();
  expect(statuses).toEqual(new Set([404]));
  await until(unknown, (rows) => rows + product.runtime.load().unwrittenRefusals - uncounted === 1_000);
});

/** Who guesses, and has to be tried again, must be somebody else. */
let guessers = 70;
test('H70: who guesses keys is slowed down after sixty, and a right key is never refused for it', async () => {
  const settings = await product.client.host.settings();
  const network = { ...settings.network, trustedProxies: ['127.0.0.1'] };
  await product.client.host.saveSettings({ ...settings, network });
  const address = `203.0.113.${guessers++}`;
  const from = (key: string) =>
    exchange(
      product.port,
      request('/t37ed/Keyed', `X-Forwarded-For: ${address}\r\nX-Api-Key: ${key}\r\n`, 'a'),
    );
  for (let at = 0; at < 60; at++) expect((await from(`guess-${at}`))?.status).toBe(401);
  const slowed = await from('guess-60');
  expect([slowed?.status, Number(slowed?.headers['retry-after']) > 0]).toEqual([429, true]);
  expect((await from('key-of-the-erp'))?.status).toBe(202);
  await product.client.host.saveSettings(settings);
});

test('H122: a caller that resets right after its 202 has its call run', async () => {
  const raw = openRaw(product.port);
  raw.send(request('/t37ed/Orders', '', 'a'));
  const answer = await raw.answer();
  raw.reset();
  const { callId } = JSON.parse(answer?.body ?? '{}') as { callId: string };
  expect((await ended(product.client, callId)).state).toBe('succeeded');
});

test('no key stands in the log, wherever it was sent', async () => {
  for (const key of ['key-of-the-erp', 'key-of-the-shop', 'key-of-the-old', 'key-of-nobody']) {
    await exchange(
      product.port,
      request(`/t37ed/Keyed?api_key=${key}`, `X-Api-Key: ${key}\r\nCookie: a=${key}\r\n`),
    );
  }
  const { calls } = await product.client.calls.list({ limit: 1_000 });
  const details = await Promise.all(calls.slice(0, 100).map(({ id }) => product.client.calls.get({ id })));
  expect(JSON.stringify(details)).not.toMatch(/key-of-(the|nobody)/);
});
