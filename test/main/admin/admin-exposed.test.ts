// The screens and the admin API beyond this machine: over TLS and with a token, or not at all.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { openAdminAt } from '#test/support/admin.ts';
import { startRuntime } from '#test/support/runtime.ts';
import { hookline, serveOn } from '#test/main/headless/command-line.ts';

let folder: string;
let service: Awaited<ReturnType<typeof serveOn>>;
let authority: string;

const command = (...args: string[]) => hookline(['--data', folder, ...args]);

beforeAll(async () => {
  folder = await newFolder();
  service = await serveOn(folder, ['--admin-host', '0.0.0.0']);
  const answer = await ask('/api/certificates/authority', {}, null);
  authority = JSON.parse(answer.text).pem;
});

afterAll(async () => {
  await service.stop();
  await dropFolder(folder);
});

const port = (): number => Number(new URL(service.ready.adminUrl).port);

/** `ca` null: before the authority is known. */
async function ask(path: string, headers: Record<string, string> = {}, ca: string | null = authority) {
  const sent = requestTls({
    host: '127.0.0.1',
    port: port(),
    path,
    // The certificate is held against this, whatever the Host header says.
    servername: 'localhost',
    agent: false,
    headers: { authorization: `Bearer ${service.ready.adminToken}`, ...headers },
    ...(ca === null ? { rejectUnauthorized: false } : { ca }),
  });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, text };
}

test('the address is one of https, and its certificate is trusted through the local authority', async () => {
  expect(service.ready.adminUrl).toBe(`https://${hostname().toLowerCase()}:${port()}`);
  expect((await ask('/api/status')).status).toBe(200);
  expect((await ask('/')).status).toBe(200);
});

const here = hostname().toLowerCase();

test.each([
  ['its address', '127.0.0.1:PORT', 200],
  ['another address that may be its own', '10.1.2.3:PORT', 200],
  ['its name', `${here}:PORT`, 200],
  ['a name that was made to resolve to it', 'evil.example:PORT', 421],
  ['its name with a dot', `${here}.:PORT`, 421],
  ['the address of all networks', '0.0.0.0:PORT', 421],
  ['another port', '127.0.0.1:1', 421],
  ['no port', '127.0.0.1', 421],
])('asked by %s', async (_what, host, status) => {
  const answer = await ask('/api/status', { host: host.replace('PORT', String(port())) });
  expect(answer.status).toBe(status);
});

test('nobody is answered without a token, and no page of another origin with one', async () => {
  expect((await ask('/api/status', { authorization: 'Bearer none' })).status).toBe(401);
  const host = `127.0.0.1:${port()}`;
  expect((await ask('/api/status', { origin: `http://${host}` })).status).toBe(403);
  expect((await ask('/api/status', { origin: `https://${host}` })).status).toBe(200);
});

test('the screens connect over TLS as well', async () => {
  const socket = new WebSocket(
    `wss://127.0.0.1:${port()}/rpc`,
    ['hookline.v1', `tok.${service.ready.adminToken}`],
    { ca: authority, origin: `https://127.0.0.1:${port()}` },
  );
  await once(socket, 'open');
  socket.terminate();
});

test('what is not encrypted is not answered', async () => {
  const sent = request({ host: '127.0.0.1', port: port(), path: '/healthz', agent: false });
  sent.end();
  await expect(once(sent, 'response')).rejects.toThrow(/hang up|ECONNRESET|Parse Error/);
});

test('the command line reaches the service without trusting a certificate', async () => {
  expect(await command('tokens', 'add', 'Far', '--role', 'support')).toMatchObject({ status: 0, err: '' });
  const listed = JSON.parse((await ask('/api/access/tokens')).text);
  expect(listed).toMatchObject([{ label: 'Far', role: 'support' }]);
});

test('without TLS an address beyond this machine is refused, and where to go is said', async () => {
  const at = await startRuntime(await newFolder());
  const refused = await openAdminAt(at, { host: '0.0.0.0', port: 0 });
  expect(refused).toMatchObject({ ok: false, problem: { code: 'admin_needs_tls' } });
  await at.stop();
  await dropFolder(at.folder);
});

test('an address that this machine does not have is said', async () => {
  const elsewhere = await newFolder();
  const ended = await hookline([
    '--data',
    elsewhere,
    'serve',
    '--port',
    '0',
    '--admin-port',
    '0',
    '--admin-host',
    '192.0.2.1',
  ]);
  expect(ended.status).toBe(1);
  expect(ended.err).toContain('This machine has no address 192.0.2.1 for the screens.');
  await dropFolder(elsewhere);
});
