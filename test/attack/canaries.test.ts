// Secrets that can be told from anything else are used in every way there is; afterwards they are looked for in all
// that the installation wrote or said. They are found nowhere: what is kept of them is sealed.
import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hookline, serveOn } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { startPeer } from '#test/support/peer.ts';

const canary = (what: string): string => `CANARY-${what}-${randomUUID()}`;
const secrets = {
  apiKey: canary('key'),
  wrongKey: canary('wrong-key'),
  password: canary('password'),
  signing: canary('signing'),
  bearer: canary('bearer'),
  cookie: canary('cookie'),
  header: canary('header'),
  query: canary('query'),
  inBody: canary('in-body'),
  // With what addresses, JSON and XML write in another way.
  environment: `${canary('environment')} /+&"ä`,
  connection: canary('connection'),
};
const mark = canary('no-secret');

let folder: string;
let said = '';
let accessToken = '';

beforeAll(async () => {
  folder = await newFolder();
  const peer = await startPeer(() => ({ ok: true }));
  // It is told secrets on purpose, and says them again.
  const echo = await startPeer(({ url, headers, body }, response) => {
    response.setHeader('x-echo', headers['x-echo'] ?? '');
    return { url, headers, body };
  });
  const file = join(folder, 'installation.json');
  await writeFile(
    file,
    JSON.stringify({
      hookline: 1,
      environment: [{ name: 'ERP_SECRET', secret: { env: 'ERP_SECRET' } }],
      connections: [
        {
          name: 'erp',
          kind: 'http',
          baseUrl: echo.url,
          authentication: { kind: 'bearer', token: { env: 'ERP_TOKEN' } },
        },
      ],
      integrations: [
        {
          name: 'Watched',
          code: 'watch',
          trigger: {
            authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key: { env: 'ERP_KEY' } }] },
            requestResponse: true,
          },
          workflow: [
            { name: 'send', kind: 'httpRequest', method: 'POST', url: peer.url, body: { from: 'headers' } },
            {
              name: 'seen',
              kind: 'transform',
              expression: '{ "headers": headers, "query": query, "body": body }',
            },
          ],
        },
        {
          name: 'Login',
          code: 'login',
          trigger: {
            authentication: { kind: 'basic', users: [{ user: 'erp', password: { env: 'ERP_PASSWORD' } }] },
          },
        },
        {
          name: 'Signed',
          code: 'signs',
          trigger: { authentication: { kind: 'hmac', preset: 'github', secret: { env: 'ERP_SIGNING' } } },
        },
        {
          name: 'Hides',
          code: 'hides',
          trigger: { authentication: { kind: 'none' }, hiddenBodyPaths: ['customer.ssn'] },
          workflow: [
            {
              name: 'seen',
              kind: 'transform',
              expression: '{ "all": body, "said": "It is " & body.customer.ssn }',
            },
            { name: 'fails', kind: 'javascript', code: 'throw new Error(body.customer.ssn)' },
          ],
        },
        {
          name: 'Environment',
          code: 'using',
          trigger: { authentication: { kind: 'none' } },
          workflow: [
            {
              name: 'uses',
              kind: 'transform',
              expression: '{ "own": env.ERP_SECRET, "all": env, "text": $string(env) }',
            },
            {
              name: 'codes',
              kind: 'transform',
              expression: '[$base64encode("a:" & env.ERP_SECRET), $encodeUrlComponent(env.ERP_SECRET)]',
            },
            {
              name: 'asks',
              kind: 'httpRequest',
              method: 'POST',
              url: `${echo.url}?a={{ $encodeUrlComponent(env.ERP_SECRET) }}`,
              headers: { 'x-echo': '{{ $base64encode(env.ERP_SECRET) }}' },
              body: { from: 'env' },
            },
            {
              name: 'code',
              kind: 'javascript',
              code: 'return { env, at: [steps.asks.body, env.ERP_SECRET] }',
            },
            { name: 'last', kind: 'transform', expression: '"done"' },
          ],
        },
        {
          name: 'Unreached',
          code: 'fails',
          trigger: { authentication: { kind: 'none' }, requestResponse: true },
          workflow: [
            {
              name: 'asks',
              kind: 'httpRequest',
              url: 'http://127.0.0.1:1/{{ $encodeUrlComponent(env.ERP_SECRET) }}',
            },
          ],
        },
        {
          name: 'Thrown',
          code: 'throw',
          trigger: { authentication: { kind: 'none' }, requestResponse: true },
          workflow: [
            { name: 'fails', kind: 'javascript', code: 'throw new Error("with " + env.ERP_SECRET)' },
          ],
        },
        {
          name: 'Failed',
          code: 'tells',
          trigger: { authentication: { kind: 'none' }, requestResponse: true },
          workflow: [{ name: 'fails', kind: 'fail', message: 'with {{ env.ERP_SECRET }}' }],
        },
        {
          name: 'Broken',
          code: 'broke',
          trigger: { authentication: { kind: 'none' } },
          workflow: [{ name: 'fails', kind: 'javascript', code: 'throw new Error(JSON.stringify(headers))' }],
        },
      ],
    }),
  );
  const service = await serveOn(folder, ['--apply', file], {
    ERP_KEY: secrets.apiKey,
    ERP_PASSWORD: secrets.password,
    ERP_SIGNING: secrets.signing,
    ERP_SECRET: secrets.environment,
    ERP_TOKEN: secrets.connection,
  });
  const api = (path: string, init: RequestInit = {}) =>
    fetch(`${service.ready.adminUrl}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${service.ready.adminToken}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
  const settings = await (await api('/api/settings')).json();
  const saved = await api('/api/settings', {
    method: 'PUT',
    body: JSON.stringify({ ...settings, hiddenHeaders: ['x-partner'], hiddenParameters: ['token'] }),
  });
  expect(saved.status).toBe(200);

  const call = async (path: string, headers: Record<string, string>, body: object = {}) => {
    const answer = await fetch(`${service.ready.webhookUrl}${path}?token=${secrets.query}`, {
      method: 'POST',
      headers: {
        'x-partner': secrets.header,
        cookie: `session=${secrets.cookie}`,
        'x-mark': mark,
        ...headers,
      },
      body: JSON.stringify({ mark, ...body }),
    });
    said += await answer.text();
    return answer.status;
  };
  expect(await call('/watch/Watched', { 'x-api-key': secrets.apiKey })).toBe(200);
  expect(await call('/watch/Watched', { authorization: `Bearer ${secrets.apiKey}` })).toBe(200);
  // Where a key stands in a header that nobody listed, it is known by its value.
  expect(await call('/watch/Watched', { 'x-api-key': secrets.apiKey, 'x-copy': secrets.apiKey })).toBe(200);
  expect(await call('/watch/Watched', { 'x-api-key': secrets.wrongKey })).toBe(401);
  expect(await call('/broke/Broken', { authorization: `Bearer ${secrets.bearer}` })).toBe(202);
  const login = Buffer.from(`erp:${secrets.password}`).toString('base64');
  expect(await call('/login/Login', { authorization: `Basic ${login}` })).toBe(202);
  const signature = createHmac('sha256', secrets.signing).update(JSON.stringify({ mark })).digest('hex');
  expect(await call('/signs/Signed', { 'x-hub-signature-256': `sha256=${signature}` })).toBe(202);
  const customer = { ssn: secrets.inBody };
  expect(await call('/hides/Hides', {}, { customer })).toBe(202);
  expect(await call('/hides/Hides', {}, { customer, pad: 'x'.repeat(300_000) })).toBe(202);
  for (const [path, status] of [
    ['/using/Environment', 202],
    ['/fails/Unreached', 500],
    ['/throw/Thrown', 500],
    ['/tells/Failed', 500],
  ] as const) {
    expect(await call(path, {})).toBe(status);
  }
  expect(await call('/nobody/Nothing', { 'x-api-key': secrets.apiKey })).toBe(404);

  await until(
    async () => (await hookline(['--data', folder, '--json', 'calls', 'list'])).out,
    (calls) => !/"state": ?"(running|waiting)"/.test(calls),
  );
  const command = async (...args: string[]) => {
    const { out, err } = await hookline(['--data', folder, ...args]);
    said += out + err;
    return out;
  };
  accessToken = (await hookline(['--data', folder, 'tokens', 'add', 'Desk', '--role', 'support'])).out.trim();
  const calls: { id: string }[] = JSON.parse(await command('--json', 'calls', 'list'));
  for (const { id } of calls) {
    await command('--json', 'calls', 'show', id);
    for (const of of ['request', 'response']) said += await (await api(`/api/calls/${id}/${of}/body`)).text();
  }
  await command('export');
  await command('keys', 'list');
  await command('env', 'list');
  await command('connections', 'list');
  await command('connections', 'test', 'erp');
  await command('integrations', 'show', 'Watched', '--json');
  await command('tokens', 'list');
  await command('key', 'rotate');
  await command('backup', join(folder, 'backups', 'made.backup'));
  for (const path of [
    '/metrics',
    '/api/keys',
    '/api/integrations',
    '/api/environment',
    '/api/connections',
    '/api/calls?limit=100',
  ])
    said += await (await api(path)).text();
  for (const received of peer.received) said += JSON.stringify(received);
  await Promise.all([peer.close(), echo.close()]);
  const { out, err } = await service.stop();
  // The first line is the ready line, whose token is for whoever started it.
  said += out.slice(out.indexOf('\n')) + err;
});

afterAll(() => dropFolder(folder));

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** As it is, and as it might hide. */
const formsOf = (secret: string): string[] => [
  secret,
  secret.toLowerCase(),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/.{3}$/, ''),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret, 'latin1').toString('base64').replace(/.{3}$/, ''),
  JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  new URLSearchParams({ a: secret }).toString().slice(2),
  secret.replaceAll('&', '&amp;'),
  Buffer.from(`erp:${secret}`).toString('base64').replace(/.{3}$/, ''),
];

test('what is no secret is found where it is looked for', () => {
  expect(said).toContain(mark);
  const holding = filesIn(folder).filter((path) => readFileSync(path).includes(mark));
  expect(holding.map((path) => path.slice(folder.length + 1))).toEqual(
    expect.arrayContaining(['queue.db', join('backups', 'made.backup')]),
  );
});

test.each(Object.keys(secrets) as (keyof typeof secrets)[])(
  '%s is found in no file and in nothing said',
  (name) => {
    const forms = formsOf(secrets[name]);
    expect(forms.filter((form) => said.includes(form))).toEqual([]);
    const found = filesIn(folder).filter((path) => forms.some((form) => readFileSync(path).includes(form)));
    expect(found).toEqual([]);
  },
);

test('what uses a secret of the environment says so without it', () => {
  expect(said).toContain('with (secret)');
  expect(said).toMatch(/http:\/\/127\.0\.0\.1:1\/\(secret\)/);
  expect(said).toMatch(/x-echo\\*":\s*\\*"\(secret\)/);
});

test('the value of an access token is in no file', () => {
  expect(accessToken).toMatch(/^hkt_/);
  expect(filesIn(folder).filter((path) => readFileSync(path).includes(accessToken))).toEqual([]);
  expect(said).not.toContain(accessToken);
});
