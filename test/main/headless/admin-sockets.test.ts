import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { AdminServer } from '#main/headless/admin-server.ts';
import type { Client } from '#shared/contract/index.ts';
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

test('a message of 2 MB ends its socket', async () => {
  const socket = await opened();
  socket.send(Buffer.alloc(2 * 1024 * 1024));
  expect((await once(socket, 'close'))[0]).toBe(1009);
});

test('a flood of messages ends its socket', async () => {
  const socket = await opened();
  for (let id = 0; id < 10_000; id++) socket.send(JSON.stringify({ i: `${id}`, p: { u: '/host/status' } }));
  expect((await once(socket, 'close'))[0]).toBe(1008);
});

test('the 65th socket is refused until one of the others has gone', async () => {
  const sockets = await Promise.all(Array.from({ length: 64 }, opened));
  expect(await refusalOf(connect())).toBe(503);
  for (const socket of sockets) socket.terminate();
  const next = await until(
    async () => {
      const socket = connect();
      const isOpen = await Promise.race([
        once(socket, 'open').then(() => true),
        refusalOf(socket).then(() => false),
      ]);
      return isOpen ? socket : null;
    },
    (socket) => socket !== null,
  );
  next?.terminate();
});

test('a reader that answers no ping is ended, and one that does is not', async () => {
  const impatient = await open(50);
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
