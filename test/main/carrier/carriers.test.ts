import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { servePort } from '#main/carrier/message-port.ts';
import { serveSocket } from '#main/carrier/websocket.ts';
import { failureOf } from '#shared/contract/failure.ts';
import type { Client } from '#shared/contract/index.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

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
    serveSocket(at.runtime.router, socket, { error: (what) => void reported.push(what) });
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
