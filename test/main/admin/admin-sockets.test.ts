import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AdminServer } from '#main/admin/admin-server.ts';
import type { Client } from '#shared/contract/index.ts';
import { maxRequestBytes } from '#shared/contract/request-size.ts';
import { adminToken, connectAdmin, openAdmin, refusalOf } from '#test/support/admin.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let at: TestRuntime;
let admin: AdminServer;

beforeAll(async () => {
  at = await startRuntime(await newFolder());
  admin = await open();
});

afterAll(async () => {
  await admin.close();
  await at.stop();
  await dropFolder(at.folder);
});

async function open(pingEveryMs?: number): Promise<AdminServer> {
  const opened = await openAdmin(at, 0, pingEveryMs === undefined ? {} : { pingEveryMs });
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.value;
}

const connect = (headers: Record<string, string> = {}): WebSocket =>
  connectAdmin(admin.port, adminToken, headers);

async function opened(): Promise<WebSocket> {
  const socket = connect();
  await once(socket, 'open');
  return socket;
}

test('a socket with the token is taken, and its token is not sent back', async () => {
  const socket = await opened();
  expect(socket.protocol).toBe('hookline.v1');
  socket.terminate();
});

test.each([
  ['no token', ['hookline.v1'], {}, 401],
  ['a wrong token', ['hookline.v1', 'tok.wrong'], {}, 401],
  ['another protocol', [`tok.${adminToken}`], {}, 400],
  ['another origin', ['hookline.v1', `tok.${adminToken}`], { origin: 'http://evil.example' }, 403],
  ['an origin of nobody', ['hookline.v1', `tok.${adminToken}`], { origin: 'null' }, 403],
  ['a page of another site', ['hookline.v1', `tok.${adminToken}`], { 'sec-fetch-site': 'cross-site' }, 403],
  ['another host', ['hookline.v1', `tok.${adminToken}`], { host: 'evil.example' }, 421],
] as const)('a socket with %s is refused', async (_what, protocols, headers, status) => {
  const socket = new WebSocket(`ws://127.0.0.1:${admin.port}/rpc`, [...protocols], { headers });
  expect(await refusalOf(socket)).toBe(status);
});

test('a request of many MB is answered over a socket, as over HTTP', async () => {
  const socket = await opened();
  const client: Client = createORPCClient(new RPCLink({ websocket: socket }));
  const query = 'x'.repeat(4 * 1024 * 1024);
  const failed = client.integrations.test({ id: crypto.randomUUID(), query });
  await expect(failed).rejects.toMatchObject({ code: 'integration_not_found' });
  socket.terminate();
});

test('a message larger than any request ends its socket', async () => {
  const socket = await opened();
  socket.send(Buffer.alloc(maxRequestBytes + 1));
  expect((await once(socket, 'close'))[0]).toBe(1009);
});

test('a flood of messages ends its socket', async () => {
  const socket = await opened();
  for (let id = 0; id < 10_000; id++) socket.send(JSON.stringify({ i: `${id}`, p: { u: '/host/status' } }));
  expect((await once(socket, 'close'))[0]).toBe(1008);
});

/** Opens a socket; again where those that have just ended are still counted. */
async function openOne(token: string, localAddress: string): Promise<WebSocket> {
  const socket = await until(
    async () => {
      const tried = connectAdmin(admin.port, token, {}, { localAddress });
      const opens = once(tried, 'open').then(() => tried);
      return Promise.race([opens, refusalOf(tried).then(() => null)]);
    },
    (tried) => tried !== null,
  );
  return socket!;
}

const openMany = (count: number, token: string, localAddress: string): Promise<WebSocket[]> =>
  Promise.all(Array.from({ length: count }, () => openOne(token, localAddress)));

/** macOS has but one address of loopback. */
const hasOneAddress = process.platform === 'darwin';

async function endAll(sockets: readonly WebSocket[]): Promise<void> {
  const closed = sockets.map((socket) => once(socket, 'close'));
  for (const socket of sockets) socket.terminate();
  await Promise.all(closed);
}

describe('of sockets', () => {
  let tokens: readonly string[];
  beforeAll(async () => {
    const labels = ['one', 'two', 'three', 'four'];
    const made = labels.map((label) => at.client.access.create({ label, role: 'support', expiresAt: null }));
    tokens = (await Promise.all(made)).map(({ value }) => value);
  });

  test('one token has 16, and then another still gets in', async () => {
    const greedy = await openMany(16, tokens[0]!, '127.0.0.1');
    expect(await refusalOf(connectAdmin(admin.port, tokens[0]!))).toBe(429);
    const other = await openMany(1, tokens[1]!, '127.0.0.1');
    const operator = await openMany(1, adminToken, '127.0.0.1');
    await endAll([...greedy, ...other, ...operator]);
  });

  test.skipIf(hasOneAddress)('one address has 48, and then another still gets in', async () => {
    const greedy = await Promise.all(tokens.slice(0, 3).map((token) => openMany(16, token, '127.0.0.1')));
    expect(await refusalOf(connectAdmin(admin.port, adminToken))).toBe(429);
    const other = await openMany(1, adminToken, '127.0.0.2');
    await endAll([...greedy.flat(), ...other]);
  });

  test.skipIf(hasOneAddress)('the 65th is refused until one of the others has gone', async () => {
    const all = await Promise.all(
      tokens.map((token, index) => openMany(16, token, `127.0.0.${1 + (index % 2)}`)),
    );
    const late = connectAdmin(admin.port, adminToken, {}, { localAddress: '127.0.0.3' });
    expect(await refusalOf(late)).toBe(503);
    all[0]?.[0]?.terminate();
    const next = await openOne(adminToken, '127.0.0.3');
    await endAll([...all.flat().slice(1), next]);
  });
});

test('a reader that answers no ping is ended, and one that does is not', async () => {
  // In both ends of it is one process, which may do something else for a while.
  const impatient = await open(1_000);
  const deaf = connectAdmin(impatient.port, adminToken, {}, { autoPong: false });
  const polite = connectAdmin(impatient.port, adminToken);
  await Promise.all([once(deaf, 'open'), once(polite, 'open')]);
  await once(deaf, 'close');
  expect(polite.readyState).toBe(WebSocket.OPEN);
  polite.terminate();
  await impatient.close();
});

test('sockets that come and go while they follow the log leave nothing behind', async () => {
  for (let round = 0; round < 200; round++) {
    const socket = await opened();
    const client: Client = createORPCClient(new RPCLink({ websocket: socket }));
    const batches = await client.calls.watch({});
    await batches.next();
    socket.terminate();
  }
  await until(
    () => at.runtime.load().followers,
    (followers) => followers === 0,
  );
});

test('none of all that was reported as an error of ours', () => {
  expect(at.errors).toEqual([]);
});
