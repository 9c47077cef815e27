// OAuth 2 client credentials: one token for all executions of a thread, anew before its end and where it is refused.
import type { RunPool } from '#main/run/pool.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  readRequest,
  resultOf,
  run,
  startPool,
  startUpstream,
  stepsOf,
  type Upstream,
} from './run-workflow.ts';

let pool: RunPool;
let upstream: Upstream;
/** What the token address was asked, and what the other was shown. */
let asked: { authorization: string | undefined; form: string }[];
let shown: (string | undefined)[];
/** What the token address answers, and whether the other refuses a token. */
let issueToken: () => readonly [status: number, answer: object | string];
let isRefused: (authorization: string) => boolean;

beforeAll(() => {
  pool = startPool({ size: 1 });
});
afterAll(() => pool.close());
beforeEach(async () => {
  asked = [];
  shown = [];
  issueToken = () => [200, { access_token: `token-${asked.length}`, token_type: 'bearer', expires_in: 3600 }];
  isRefused = () => false;
  upstream = await startUpstream(async (request, response) => {
    const { authorization } = request.headers;
    const body = (await readRequest(request)).toString();
    if (request.url === '/token') {
      asked.push({ authorization, form: body });
      const [status, answer] = issueToken();
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      return;
    }
    shown.push(authorization);
    response.writeHead(isRefused(authorization ?? '') ? 401 : 200).end();
  });
});
afterEach(() => upstream.close());

const send = (more: object = {}) =>
  run(pool, [
    {
      name: 'send',
      kind: 'httpRequest',
      method: 'POST',
      url: `${upstream.url}/orders`,
      body: { id: 1 },
      authentication: {
        kind: 'oauth2ClientCredentials',
        tokenUrl: `${upstream.url}/token`,
        clientId: 'hook:line',
        clientSecret: 'top&secret',
        scope: 'orders.write',
        ...more,
      },
    },
  ]);

test('many executions that begin together share one token, and so do those after them', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => send()));
  await send();
  expect(outcomes.map(({ state }) => state)).toEqual(Array(20).fill('succeeded'));
  expect(asked).toEqual([
    {
      authorization: `Basic ${Buffer.from('hook%3Aline:top%26secret').toString('base64')}`,
      form: 'grant_type=client_credentials&scope=orders.write',
    },
  ]);
  expect(new Set(shown)).toEqual(new Set(['Bearer token-1']));
  expect(JSON.stringify(outcomes.flatMap(stepsOf))).not.toMatch(/top|token-1/);
});

test('another client, secret or scope has a token of its own', async () => {
  for (const more of [{}, { clientId: 'b' }, { clientSecret: 'c' }, { scope: 'd' }, {}]) await send(more);
  expect(shown.map((value) => value?.slice(-1))).toEqual(['1', '2', '3', '4', '1']);
});

test('a token is asked for anew before its end', async () => {
  issueToken = () => [200, { access_token: `token-${asked.length}`, token_type: 'Bearer', expires_in: '4' }];
  await send();
  await send();
  // A fifth of its time before.
  await new Promise((passed) => setTimeout(passed, 3_400));
  await send();
  expect(shown).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
});

test('a token that is refused is asked for anew once, and the request is sent again with its body', async () => {
  await send();
  isRefused = (authorization) => authorization === 'Bearer token-1';
  expect(resultOf(await send())).toMatchObject({ status: 200 });
  expect(shown).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  isRefused = () => true;
  expect(resultOf(await send())).toMatchObject({ status: 401 });
  expect(shown.slice(3)).toEqual(['Bearer token-2', 'Bearer token-3']);
});

test('a server that does not know Basic is told the client in the form', async () => {
  issueToken = () =>
    asked.at(-1)?.authorization === undefined
      ? [200, { access_token: 'by-form' }]
      : [401, { error: 'invalid_client' }];
  await send();
  expect(shown).toEqual(['Bearer by-form']);
  expect(asked[1]?.form).toBe(
    'grant_type=client_credentials&scope=orders.write&client_id=hook%3Aline&client_secret=top%26secret',
  );
});

test.each<[string, readonly [number, object | string], string]>([
  [
    'refuses',
    [400, { error: 'invalid_scope', error_description: 'no such scope' }],
    'answered 400 and gave no token (invalid_scope: no such scope).',
  ],
  ['answers something else', [200, '<html>'], 'answered 200 and gave no token.'],
  [
    'gives another kind of token',
    [200, { access_token: 'x', token_type: 'mac' }],
    'gave a token of the type mac, which is not Bearer.',
  ],
])(
  'a token address that %s fails the step, and the next execution asks again',
  async (_name, answer, words) => {
    const good = issueToken;
    issueToken = () => answer;
    const { problem } = await send();
    expect(problem?.reason).toBe(`send: The token address ${words}`);
    expect(shown).toEqual([]);
    issueToken = good;
    expect((await send()).state).toBe('succeeded');
  },
);
