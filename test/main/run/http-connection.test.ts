// A request over a named connection: its address, its authentication and what it trusts, and nothing of it elsewhere.
import { Connection } from '#shared/model/connection.ts';
import type { RunPool } from '#main/run/pool.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { conditionsWith, run, startPool, startUpstream, stepsOf, type Upstream } from './run-workflow.ts';

let pool: RunPool;
let upstream: Upstream;
let seen: { url: string | undefined; authorization: string | undefined }[] = [];

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization });
    response.end();
  });
  const settings = Connection.parse({
    kind: 'http',
    name: 'erp',
    baseUrl: `${upstream.url}/api/`,
    authentication: { kind: 'basic', user: 'me', password: '{{ "p" }}' },
  });
  pool = startPool({
    size: 1,
    conditions: conditionsWith({
      connections: { erp: { settings, isReadable: true } },
      values: { T: 'tok' },
    }),
  });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await Promise.all([pool.close(), upstream.close()]);
});

const login = `Basic ${Buffer.from('me:{{ "p" }}').toString('base64')}`;
const send = (url: string, more: object = {}) =>
  run(pool, [{ name: 'send', kind: 'httpRequest', connection: 'erp', url, ...more }]);

test.each([
  ['', '/api/'],
  ['?a=1', '/api/?a=1'],
  ['orders/7', '/api/orders/7'],
  ['/orders?a=b', '/api/orders?a=b'],
  ['//evil.example/x', '/api/evil.example/x'],
])('the address %j is %s of its base', async (url, path) => {
  const outcome = await send(url);
  expect(seen).toEqual([{ url: path, authorization: login }]);
  expect(JSON.parse(stepsOf(outcome)[0]?.input ?? '')).toMatchObject({
    url: upstream.url + path,
    connection: 'erp',
    authentication: 'basic',
  });
});

test('a whole address is fine where it lies within the base', async () => {
  expect((await send(`${upstream.url}/api/orders`)).state).toBe('succeeded');
});

test.each([
  '../admin',
  'a/../../admin',
  '%2e%2e/admin',
  'http://evil.example/api/',
  'HTTPS://evil.example',
  '/..\\admin',
])('the address %j leads out of it and is refused', async (url) => {
  const { problem } = await send(url);
  expect(problem?.reason).toBe(`send: "${url}" is not within the base address of the connection.`);
  expect(seen).toEqual([]);
});

test('the step may say otherwise who it is', async () => {
  await send('a', { authentication: { kind: 'bearer', token: '{{ env.T }}' } });
  await send('b', { authentication: { kind: 'none' } });
  await send('c', { headers: { Authorization: 'Custom' } });
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer tok', undefined, 'Custom']);
});

test('a connection that is not there fails the step', async () => {
  const { problem } = await run(pool, [{ name: 'send', kind: 'httpRequest', connection: 'crm', url: '' }]);
  expect(problem?.reason).toBe('send: There is no connection crm: it was deleted, or never made.');
});
