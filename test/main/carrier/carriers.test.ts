import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { folderOwner } from '#main/capability/local-client.ts';
import { servePort } from '#main/carrier/message-port.ts';
import { serveRequests } from '#main/carrier/serve-requests.ts';
import { serveSocket } from '#main/carrier/websocket.ts';
import { limitSocket } from '#main/admin/limit-socket.ts';
import { failureOf } from '#shared/contract/failure.ts';
import type { Client } from '#shared/contract/index.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeAll(async () => {
  at = await startRuntime(await newFolder());
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

interface Carried {
  readonly client: Client;
  readonly reported: string[];
  close(): Promise<void>;
}

function overPort(): Carried {
  const { port1, port2 } = new MessageChannel();
  const reported: string[] = [];
  servePort(at.runtime.router, port1, { error: (what) => void reported.push(what) });
  port1.start();
  port2.start();
  const closed = once(port1, 'close');
  return {
    client: createORPCClient(new PortLink({ port: port2 })),
    reported,
    async close() {
      port2.close();
      await closed;
    },
  };
}

async function overSocket(): Promise<Carried> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const reported: string[] = [];
  server.on('connection', (socket) => {
    serveSocket(at.runtime.router, socket, folderOwner, { error: (what) => void reported.push(what) });
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(socket, 'open');
  return {
    client: createORPCClient(new SocketLink({ websocket: socket })),
    reported,
    async close() {
      socket.terminate();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** Both ends of a socket, so that the server's can be looked at. */
async function openPair() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const near = new WebSocket(`ws://127.0.0.1:${port}`);
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'open')])) as [[WebSocket], []];
  return {
    near,
    far,
    close() {
      near.terminate();
      server.close();
    },
  };
}

describe.each([
  ['a message port', async () => overPort()],
  ['a socket', overSocket],
] as const)('over %s', (_name, open) => {
  test('a request is answered', async () => {
    const { client, close } = await open();
    expect((await client.host.status()).version).toBe('0.0.0-test');
    await close();
  });

  test('a mistake of the asker has a code and the path of the field, and is not reported as an error', async () => {
    const { client, reported, close } = await open();
    const failure = failureOf(await client.calls.list({ limit: 0 }).catch((error: unknown) => error));
    expect(failure).toMatchObject({ code: 'input_invalid', path: 'limit' });
    const missing = await client.integrations
      .get({ id: '7f90960b-54dd-4c9c-b75a-b4f2286a397f' })
      .catch((error: unknown) => error);
    expect(failureOf(missing).code).toBe('integration_not_found');
    expect(reported).toEqual([]);
    await close();
  });

  test('a stream brings calls as they come, until it is given up', async () => {
    const { client, close } = await open();
    const { address } = await create(at, draft(`Watched${_name.length}`));
    const batches = await client.calls.watch({ integration: `Watched${_name.length}` });
    const answer = fetch(address, { method: 'POST', body: 'x' });
    for await (const { calls } of batches) {
      if (calls.length > 0) {
        expect(calls[0]?.method).toBe('POST');
        break;
      }
    }
    await (await answer).body?.cancel();
    await close();
  });
});

test('a socket whose reader takes nothing holds few answers, and all of them come when it takes again', async () => {
  const { address } = await create(at, draft('Large', { requestResponse: true }, { dataProcessing: '1' }));
  const answered = await fetch(address, { method: 'POST', body: 'x'.repeat(1024 * 1024) });
  await answered.arrayBuffer();
  const id = answered.headers.get('x-call-id') ?? '';
  const { near, far, close } = await openPair();
  limitSocket(far);
  serveSocket(at.runtime.router, far, folderOwner);
  const client: Client = createORPCClient(new SocketLink({ websocket: near }));
  near.pause();
  const asked = Array.from({ length: 100 }, () => client.calls.body({ id, of: 'request' }));
  let before = -1;
  while (before !== far.bufferedAmount || before === 0) {
    before = far.bufferedAmount;
    // Others are answered meanwhile, often enough for all hundred to have been, were nothing held back.
    for (let count = 0; count < 20; count++) await at.client.calls.body({ id, of: 'request' });
  }
  expect(far.bufferedAmount).toBeLessThan(16 * 1024 * 1024);
  near.resume();
  const bodies = await Promise.all(asked);
  expect(new Set(bodies.map(({ base64 }) => base64.length))).toEqual(new Set([1_398_104]));
  close();
});

test('whoever was told to go is heard no more, however late they close in turn', async () => {
  const { near, far, close } = await openPair();
  serveSocket(at.runtime.router, far, folderOwner);
  near.pause();
  const told = once(far, 'close');
  far.close(4401);
  const body = { json: { draft: draft('Late') } };
  near.send(JSON.stringify({ i: '1', p: { u: '/integrations/create', b: body } }));
  near.resume();
  await told;
  // Made after it, were it heard.
  await create(at, draft('After'));
  const names = (await at.client.integrations.list()).map(({ name }) => name);
  expect(names).not.toContain('Late');
  close();
});

test('an answer that cannot be sent is reported, and ends its connection alone', async () => {
  const { port1, port2 } = new MessageChannel();
  const reported: string[] = [];
  const refused = new Promise<void>((refuse) =>
    serveRequests(
      at.runtime.router,
      {
        onMessage: (take) => void port1.on('message', take),
        onClose: (gone) => void port1.on('close', gone),
        send() {
          throw new Error('The other end does not take it.');
        },
        refuse,
      },
      { signedIn: folderOwner },
      { error: (what) => void reported.push(what) },
    ),
  );
  port2.postMessage('{"i":"1","p":{"u":"/host/status"}}');
  await refused;
  expect(reported).toEqual(['a message failed']);
  port1.close();
});

test('a port that floods the runtime is refused what is too much, and others are answered', async () => {
  const { client, close } = overPort();
  const flood = Promise.allSettled(Array.from({ length: 4_000 }, () => client.calls.list({})));
  expect((await at.client.host.status()).version).toBe('0.0.0-test');
  const outcomes = await flood;
  const codes = outcomes.map((one) => (one.status === 'fulfilled' ? 'answered' : failureOf(one.reason).code));
  expect(new Set(codes)).toEqual(new Set(['answered', 'rate_limited']));
  expect((await client.host.status()).version).toBe('0.0.0-test');
  await close();
});

test('requests that are too large together are refused until those before are answered', async () => {
  const { client, close } = overPort();
  const large = { integration: 'x'.repeat(40 * 1024 * 1024) };
  const listed = () => client.calls.list(large).then(({ calls }) => calls.length, failureOf);
  const batches = await client.calls.watch(large);
  await batches.next();
  expect(await listed()).toMatchObject({ code: 'rate_limited' });
  await batches.return?.();
  await until(listed, (found) => typeof found === 'number');
  await close();
});

test('a thousand ports that come and go while they follow the log leave nothing behind', async () => {
  for (let round = 0; round < 1_000; round++) {
    const { client, close } = overPort();
    const batches = await client.calls.watch({});
    await batches.next();
    await close();
  }
  await until(
    () => at.runtime.load().followers,
    (followers) => followers === 0,
  );
});
