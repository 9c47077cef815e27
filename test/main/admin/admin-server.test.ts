import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAdmin } from '#main/admin/admin-client.ts';
import type { AdminServer } from '#main/admin/admin-server.ts';
import { maxRequestBytes } from '#shared/contract/request-size.ts';
import { adminToken, askAdmin, type Asked, openAdmin } from '#test/support/admin.ts';
import { takePort } from '#test/support/free-port.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

const signedIn = { authorization: `Bearer ${adminToken}` };
let at: TestRuntime;
let admin: AdminServer;
let stopping = false;

beforeAll(async () => {
  at = await startRuntime(await newFolder());
  const screens = join(at.folder, 'screens');
  await mkdir(join(screens, 'assets'), { recursive: true });
  await writeFile(join(screens, 'index.html'), '<meta nonce="__NONCE__"><script nonce="__NONCE__"></script>');
  await writeFile(join(screens, 'assets', 'index-1a2b.js'), 'export {};');
  const opened = await openAdmin(at, 0, { isStopping: () => stopping });
  if (!opened.ok) throw new Error(opened.problem.detail);
  admin = opened.value;
});

afterAll(async () => {
  await admin.close();
  await at.stop();
  await dropFolder(at.folder);
});

const ask = (path: string, asked: Asked = {}) => askAdmin(admin.port, path, asked);

test.each([
  ['no token', {}, 401],
  ['a wrong token', { authorization: 'Bearer wrong' }, 401],
  ['the token in another scheme', { authorization: `Basic ${adminToken}` }, 401],
  ['the token', signedIn, 200],
  ['the token, its scheme in lower case', { authorization: `bearer ${adminToken}` }, 200],
  ['another host', { ...signedIn, host: 'evil.example' }, 421],
  ['a host with a dot at its end', { ...signedIn, host: 'localhost.' }, 421],
  ['the address of all networks', { ...signedIn, host: '0.0.0.0' }, 421],
  ['another port', { ...signedIn, host: '127.0.0.1:1' }, 421],
  ['an origin of nobody', { ...signedIn, origin: 'null' }, 403],
  ['another origin', { ...signedIn, origin: 'http://evil.example' }, 403],
  ['a request of another site', { ...signedIn, 'sec-fetch-site': 'cross-site' }, 403],
  ['a request of the same site, another origin', { ...signedIn, 'sec-fetch-site': 'same-site' }, 403],
  ['a request of our own page', { ...signedIn, 'sec-fetch-site': 'same-origin' }, 200],
] as const)('a request with %s', async (_what, headers, status) => {
  const answer = await ask('/api/status', { headers });
  expect(answer.status).toBe(status);
  if (status >= 400) {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(answer.text).status).toBe(status);
  }
});

test('a form that a foreign page sends does nothing', async () => {
  const answer = await ask('/api/integrations', {
    method: 'POST',
    headers: {
      origin: 'http://evil.example',
      'sec-fetch-site': 'cross-site',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'draft[name]=Evil',
  });
  expect(answer.status).toBe(403);
  expect(await at.client.integrations.list()).toEqual([]);
});

test('an order by an expression that cannot be read is refused with its path', async () => {
  const trigger = { authentication: { kind: 'none' }, orderedDelivery: { by: 'body.customerId ?' } };
  const answer = await ask('/api/integrations', {
    method: 'POST',
    headers: { ...signedIn, 'content-type': 'application/json' },
    body: JSON.stringify({ draft: { name: 'Unordered', trigger } }),
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('draft.trigger.orderedDelivery.by');
  expect(await at.client.integrations.list()).toEqual([]);
});

test('the screens come with a new nonce each time, and may load nothing else', async () => {
  const [first, second] = [await ask('/'), await ask('/')];
  const policy = String(first.headers['content-security-policy']);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(first.text).toBe(`<meta nonce="${nonce}"><script nonce="${nonce}"></script>`);
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(policy).not.toContain('unsafe');
  expect(second.text).not.toBe(first.text);
  expect(first.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('a built file is served with its type', async () => {
  const answer = await ask('/assets/index-1a2b.js');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toMatch(/javascript/);
});

test.each([
  '/../data-key',
  '/assets/../../queue.db',
  '/assets/..%2f..%2fqueue.db',
  '/%2e%2e/queue.db',
  '/index.html',
  '/assets/',
  '/nothing',
])('the path %s leads nowhere', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test('anybody on this machine may ask whether it lives', async () => {
  expect(JSON.parse((await ask('/healthz')).text)).toEqual({ status: 'up', pid: process.pid });
  stopping = true;
  expect((await ask('/healthz')).status).toBe(503);
  stopping = false;
});

test('the API creates, shows and deletes an integration', async () => {
  const json = { ...signedIn, 'content-type': 'application/json' };
  const body = JSON.stringify({ draft: draft('FromApi') });
  const made = await ask('/api/integrations', { method: 'POST', headers: json, body });
  expect(made.status).toBe(200);
  const { integration } = JSON.parse(made.text);
  const again = await ask(`/api/integrations/${integration.id}`, { headers: signedIn });
  expect(JSON.parse(again.text)).toEqual(integration);
  const bad = await ask('/api/integrations', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      draft: { name: 'X', trigger: { methods: ['GET', 'FOO'], authentication: { kind: 'none' } } },
    }),
  });
  expect(bad.status).toBe(422);
  expect(JSON.parse(bad.text)).toMatchObject({
    type: 'urn:hookline:problem:input_invalid',
    path: 'draft.trigger.methods[1]',
  });
  const gone = await ask(`/api/integrations/${integration.id}`, { method: 'DELETE', headers: signedIn });
  expect(gone.status).toBe(200);
  expect((await ask(`/api/integrations/${integration.id}`, { headers: signedIn })).status).toBe(404);
});

test('a body that is no JSON, or too large, is a mistake of the sender', async () => {
  const json = { ...signedIn, 'content-type': 'application/json' };
  expect((await ask('/api/integrations', { method: 'POST', headers: json, body: '{' })).status).toBe(400);
  const announced = { ...json, 'content-length': String(100 * 1024 * 1024) };
  const large = await ask('/api/integrations', { method: 'POST', headers: announced });
  expect(large.status).toBe(413);
  expect(JSON.parse(large.text)).toMatchObject({ type: 'urn:hookline:problem:request_too_large' });
});

test('a command whose request is larger than any is refused before it is sent', async () => {
  const { client, close } = await connectAdmin(admin.url, adminToken);
  const asked = client.calls.list({ integration: 'x'.repeat(maxRequestBytes) });
  await expect(asked).rejects.toMatchObject({ code: 'request_too_large' });
  expect((await client.host.status()).version).toBe('0.0.0-test');
  await close();
});

test('the bodies of a call come byte for byte, as a download that no browser shows', async () => {
  const { address, integration } = await create(
    at,
    draft('Bytes', { requestResponse: true }, { dataProcessing: '"<b>"' }),
  );
  const sent = Buffer.from([0, 255, 60, 115, 99, 114, 105, 112, 116, 62]);
  const answered = await fetch(address, {
    method: 'POST',
    body: sent,
    headers: { 'content-type': 'text/html' },
  });
  const result = Buffer.from(await answered.arrayBuffer());
  const id = answered.headers.get('x-call-id') ?? '';
  await ended(at.client, id);
  const received = await ask(`/api/calls/${id}/request/body`, { headers: signedIn });
  expect(received.bytes).toEqual(sent);
  expect(received.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="request-body"',
    'x-content-type-options': 'nosniff',
  });
  expect((await ask(`/api/calls/${id}/response/body`, { headers: signedIn })).bytes).toEqual(result);
  expect((await ask(`/api/calls/${integration.id}/request/body`, { headers: signedIn })).status).toBe(404);
  expect((await ask(`/api/calls/${id}/request/body`)).status).toBe(401);
});

describe('a part of a large body', () => {
  const bytes = 2 * 1_048_576 + 100;
  const large = Buffer.alloc(bytes, Buffer.from(Array.from({ length: 251 }, (_, at) => at)));
  let path: string;
  beforeAll(async () => {
    const { address } = await create(at, draft('Parts'));
    const answered = await fetch(address, { method: 'POST', body: large });
    await answered.arrayBuffer();
    path = `/api/calls/${answered.headers.get('x-call-id')}/request/body`;
  });
  const askFor = (range: string, more: Record<string, string> = {}) =>
    ask(path, { headers: { ...signedIn, range, ...more } });

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=1048570-1048590', 1_048_570, 1_048_591],
    [`bytes=${bytes - 5}-`, bytes - 5, bytes],
    [`bytes=10-${bytes + 900}`, 10, bytes],
    ['bytes=-7', bytes - 7, bytes],
    [`bytes=-${bytes + 5}`, 0, bytes],
  ])('%s is answered with it', async (range, from, to) => {
    const answer = await askFor(range);
    expect(answer.status).toBe(206);
    expect(answer.headers).toMatchObject({
      'content-range': `bytes ${from}-${to - 1}/${bytes}`,
      'content-length': String(to - from),
      'accept-ranges': 'bytes',
    });
    expect(answer.bytes.equals(large.subarray(from, to))).toBe(true);
  });

  test.each(['bytes=5-4', 'bytes=0-1,4-5', 'pages=1-2', 'bytes=-', 'bytes=a-b'])(
    '%s is no part of it, so that all of it comes',
    async (range) => {
      const answer = await askFor(range);
      expect(answer.status).toBe(200);
      expect(answer.bytes.equals(large)).toBe(true);
    },
  );

  test('a part of another state of it is not sent, since nothing tells the states apart', async () => {
    expect((await askFor('bytes=0-0', { 'if-range': '"a"' })).status).toBe(200);
  });

  test.each([`bytes=${bytes}-`, 'bytes=-0'])('%s lies outside', async (range) => {
    const answer = await askFor(range);
    expect([answer.status, answer.headers['content-range']]).toEqual([416, `bytes */${bytes}`]);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'range_outside' });
  });

  test('no more than a MiB of it is in memory at a time', async () => {
    const body = await at.runtime.bodyOf(path.split('/')[3]!, 'request');
    const lengths: number[] = [];
    for await (const part of body!.read()) lengths.push(part.byteLength);
    expect(lengths).toEqual([1_048_576, 1_048_576, 100]);
  });
});

test('the OpenAPI document names every request of the contract and how to sign in', async () => {
  const document = JSON.parse((await ask('/api/openapi.json', { headers: signedIn })).text);
  expect(document.openapi).toMatch(/^3\.1/);
  expect(document.security).toEqual([{ adminToken: [] }]);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/integrations/{id}', '/calls', '/lanes', '/status', '/calls/{id}/request/body']),
  );
});

test('the metrics tell what each lane does', async () => {
  const { integration } = await create(at, draft('Measured'));
  const { text } = await ask('/metrics', { headers: signedIn });
  expect(text).toContain('hookline_up{version="0.0.0-test"} 1\n');
  expect(text).toContain(`hookline_lane_waiting_calls{lane="${integration.code}/Measured"} 0\n`);
  expect((await ask('/metrics')).status).toBe(401);
});

test('a port that another program has is a problem', async () => {
  const taken = await takePort();
  expect(await openAdmin(at, taken.port)).toMatchObject({ ok: false, problem: { code: 'port_taken' } });
  await taken.close();
});

test('none of all that was reported as an error of ours', () => {
  expect(at.errors).toEqual([]);
});
