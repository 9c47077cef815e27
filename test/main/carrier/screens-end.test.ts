import { createORPCClient } from '@orpc/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AdminServer } from '#main/admin/admin-server.ts';
import { type Carrier, type End, openSocket } from '#renderer/app/carriers.ts';
import { failureOf } from '#shared/contract/failure.ts';
import type { Client } from '#shared/contract/index.ts';
import { maxRequestBytes } from '#shared/contract/request-size.ts';
import { adminToken, openAdmin } from '#test/support/admin.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let at: TestRuntime;
let admin: AdminServer;
let carrier: Carrier;
let client: Client;
let ended: Promise<End>;

beforeAll(async () => {
  at = await startRuntime(await newFolder());
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});
beforeEach(async () => {
  const opened = await openAdmin(at);
  if (!opened.ok) throw new Error(opened.problem.detail);
  admin = opened.value;
  vi.stubGlobal('location', new URL(admin.url));
  carrier = openSocket(adminToken);
  client = createORPCClient(carrier.link);
  ended = new Promise((end) => carrier.onEnd(end));
});
afterEach(async () => {
  await admin.close();
  await ended;
  vi.unstubAllGlobals();
});

const failed = async (asked: Promise<unknown>) => failureOf(await asked.catch((error: unknown) => error));

test('a request that is larger than any is refused before it is sent, and the connection stays', async () => {
  const query = 'é'.repeat(maxRequestBytes / 2);
  expect(await failed(client.integrations.test({ id: crypto.randomUUID(), query }))).toMatchObject({
    code: 'request_too_large',
  });
  expect((await client.host.status()).version).toBe('0.0.0-test');
});

test('a request whose answer does not come says that it may have been done', async () => {
  const workflow = [{ kind: 'delay' as const, name: 'wait', seconds: 2 }];
  const { integration } = await create(at, draft('Slow', { requestResponse: true }, { workflow }));
  const asked = failed(client.integrations.test({ id: integration.id }));
  await until(
    async () => (await at.client.lanes.list()).find(({ running }) => running > 0),
    (running) => running !== undefined,
  );
  await admin.close();
  const { code, detail } = await asked;
  expect(code).toBe('connection_lost');
  expect(detail).toContain('it may have been done');
});

test('a request that finds the connection at its end says that nothing was sent', async () => {
  await client.host.status();
  await admin.close();
  await ended;
  const { code, detail } = await failed(client.host.status());
  expect({ code, detail }).toEqual({ code: 'connection_lost', detail: 'Nothing was sent.' });
});

test('a request that its asker gives up is not said to be lost', async () => {
  const end = new AbortController();
  const asked = client.host.status(undefined, { signal: end.signal });
  end.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});
