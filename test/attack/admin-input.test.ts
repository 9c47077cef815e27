// What a compromised page or program with a good token might send: every procedure, with values of every kind, over the
// port of the desktop, the socket of the browser and HTTP. Each is answered with a problem of the table, or done.
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { isContractProcedure } from '@orpc/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePort } from '#main/carrier/message-port.ts';
import type { AdminServer } from '#main/admin/admin-server.ts';
import { type Client, contract } from '#shared/contract/index.ts';
import { failureOf } from '#shared/contract/failure.ts';
import { adminToken, askAdmin, connectAdmin, openAdmin } from '#test/support/admin.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
let admin: AdminServer;

beforeAll(async () => {
  at = await startRuntime(await newFolder());
  const opened = await openAdmin(at);
  if (!opened.ok) throw new Error(opened.problem.detail);
  admin = opened.value;
});

afterAll(async () => {
  await admin.close();
  await at.stop();
  await dropFolder(at.folder);
});

/** They do as they are told, which is not what is looked at here. */
const doing: ReadonlySet<string> = new Set(['calls.watch', 'dataKey.rotate']);

function namesIn(node: object, path: readonly string[]): string[][] {
  if (isContractProcedure(node)) return [[...path]];
  return Object.entries(node).flatMap(([name, child]) => namesIn(child, [...path, name]));
}
const procedures = namesIn(contract, []).filter((path) => !doing.has(path.join('.')));

const strange = [
  null,
  7,
  '',
  [],
  [[]],
  { id: null },
  { id: '../../etc/passwd' },
  { id: "' OR 1=1 --" },
  { id: '\u0000' },
  { id: { toString: 'x' } },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as object,
  { draft: JSON.parse('{"name":"X","__proto__":{"polluted":true}}') as object },
  { file: { hookline: 1, integrations: [{ name: 'X', workflow: [{ kind: 'shell', name: 'run' }] }] } },
  { file: '../../../etc/passwd' },
  { limit: 1e308 },
  { text: 'x'.repeat(100_000) },
];

test('over a port, every procedure answers strange input with a problem of the table', async () => {
  const { port1, port2 } = new MessageChannel();
  const reported: string[] = [];
  servePort(at.runtime.router, port1, {
    error: (what, fields) => reported.push(JSON.stringify([what, fields])),
  });
  port1.start();
  port2.start();
  const client: object = createORPCClient(new RPCLink({ port: port2 }));
  const ask = async (path: readonly string[], input: unknown): Promise<void> => {
    const procedure = path.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], client);
    await (procedure as (input: unknown) => Promise<unknown>)(input).catch((error: unknown) => {
      expect([path.join('.'), failureOf(error).code]).not.toEqual([path.join('.'), 'internal']);
    });
  };
  for (const path of procedures) for (const input of strange) await ask(path, input);
  await fc.assert(fc.asyncProperty(fc.constantFrom(...procedures), fc.jsonValue({ maxDepth: 3 }), ask), {
    numRuns: 300,
  });
  expect(reported).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await at.client.host.status()).version).toBe('0.0.0-test');
  const closed = once(port1, 'close');
  port2.close();
  await closed;
});

const noRequests = [
  '',
  '{',
  '[]',
  'null',
  '{"i":1}',
  '{"i":"1"}',
  '{"i":"1","p":{"u":7}}',
  '{"i":"1","p":{"u":"http://"}}',
  '{"i":"1","p":{"u":"calls/list"}}',
  '{"i":"1","p":{"u":"http://hookline.invalid/host/status"}}',
  '{"i":"1","p":{"u":"/access/self","h":{"content-type":"multipart/form-data"},"b":"x"}}',
  '{"i":"1","p":{"u":"/access/self","h":{"content-disposition":"attachment; filename=%"},"b":"x"}}',
  '{"i":"1","t":2}',
  Buffer.from([0, 255]),
];

test.each(noRequests)(
  'the message %j, which is no request, ends its socket and nothing else',
  async (message) => {
    const socket = connectAdmin(admin.port, adminToken);
    await once(socket, 'open');
    socket.send(message);
    expect((await once(socket, 'close'))[0]).toBe(1007);
  },
);

test('messages that are no requests are passed over by a port, which answers the next that is one', async () => {
  const { port1, port2 } = new MessageChannel();
  servePort(at.runtime.router, port1);
  port1.start();
  port2.start();
  const client: Client = createORPCClient(new RPCLink({ port: port2 }));
  for (const message of [...noRequests, null, 7, { i: '1', p: { u: '/host/status' } }, new Map()])
    port2.postMessage(message);
  expect((await client.host.status()).version).toBe('0.0.0-test');
  const closed = once(port1, 'close');
  port2.close();
  await closed;
});

const json = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };

test.each([
  ['deep brackets', `{"file":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['a prototype', '{"file":{"hookline":1,"integrations":[{"name":"X","__proto__":{"polluted":1}}]}}'],
  [
    'an unknown step',
    '{"file":{"hookline":1,"integrations":[{"name":"X","trigger":{"authentication":{"kind":"none"}},"workflow":[{"name":"a","kind":"shell","command":"id"}]}]}}',
  ],
  ['a number that JSON has no room for', '{"file":{"hookline":1e999}}'],
  ['half a character', '{"file":{"hookline":"\\ud800"}}'],
])('an installation file with %s is refused, and nothing of it is applied', async (_what, body) => {
  const answer = await askAdmin(admin.port, '/api/installation/apply', {
    method: 'POST',
    headers: json,
    body,
  });
  expect([400, 422]).toContain(answer.status);
  expect(JSON.parse(answer.text)).toMatchObject({ status: answer.status, detail: expect.any(String) });
  expect(await at.client.integrations.list()).toEqual([]);
});

test('an installation file of 100 MB is refused before it is read', async () => {
  const headers = { ...json, 'content-length': String(100 * 1024 * 1024) };
  const answer = await askAdmin(admin.port, '/api/installation/apply', { method: 'POST', headers });
  expect(answer.status).toBe(413);
});

test('none of all that was reported as an error of ours', () => {
  expect(at.errors).toEqual([]);
});
