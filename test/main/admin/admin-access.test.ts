// Access tokens with roles, as those who hold them meet the admin server.
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdminServer } from '#main/admin/admin-server.ts';
import type { Role } from '#shared/model/access.ts';
import { connectAdmin, askAdmin, type Asked, openAdmin, refusalOf } from '#test/support/admin.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
let admin: AdminServer;

beforeAll(async () => {
  at = await startRuntime(await newFolder());
  admin = await openServer();
});

afterAll(async () => {
  await admin.close();
  await at.stop();
  await dropFolder(at.folder);
});

async function openServer(): Promise<AdminServer> {
  const opened = await openAdmin(at);
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.value;
}

const ask = (token: string, path: string, asked: Asked = {}) =>
  askAdmin(admin.port, path, {
    ...asked,
    headers: {
      authorization: `Bearer ${token}`,
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });

let made = 0;
const newToken = (role: Role, expiresAt: string | null = null) =>
  at.client.access.create({ label: `${role} ${++made}`, role, expiresAt });

test('a token signs in with its label and role, and only a digest of it is kept', async () => {
  const { token, value } = await newToken('designer');
  expect(value).toMatch(/^hkt_[A-Za-z0-9_-]{43}$/);
  const { text } = await ask(value, '/api/access/self');
  expect(JSON.parse(text)).toEqual({ tokenId: token.id, label: token.label, role: 'designer' });
  expect(await at.client.access.list()).toContainEqual(token);
  expect(JSON.stringify(await at.client.access.list())).not.toContain(value.slice(4, 20));
});

test('a support token reads calls and their bodies, integrations and metrics', async () => {
  const { value } = await newToken('support');
  const { address, integration } = await create(at, draft('Read', { requestResponse: true }));
  const answered = await fetch(address, { method: 'POST', body: 'seen' });
  await answered.arrayBuffer();
  const id = answered.headers.get('x-call-id') ?? '';
  await ended(at.client, id);
  for (const path of [
    '/api/calls',
    `/api/calls/${id}`,
    `/api/calls/${id}/request/body`,
    '/api/integrations',
    `/api/integrations/${integration.id}/versions`,
    '/api/lanes',
    '/api/settings',
    '/api/installation/export',
    '/api/openapi.json',
    '/metrics',
  ]) {
    expect([path, (await ask(value, path)).status]).toEqual([path, 200]);
  }
});

test('a support token changes nothing and sees no secret, whichever way it asks', async () => {
  const { value } = await newToken('support');
  const { integration } = await create(
    at,
    draft('Kept', { authentication: { kind: 'apiKeys', keys: [{ label: 'ERP' }] } }),
  );
  const [key] = await at.client.integrations.keys();
  const body = JSON.stringify({});
  for (const [method, path] of [
    ['POST', '/api/integrations'],
    ['DELETE', `/api/integrations/${integration.id}`],
    ['POST', `/api/keys/${key?.id}/reveal`],
    ['POST', '/api/installation/export-with-secrets'],
    ['POST', `/api/lanes/${integration.id}/drain`],
    ['PUT', '/api/settings'],
    ['POST', '/api/backup'],
    ['GET', '/api/access/tokens'],
    ['POST', '/api/access/tokens'],
    ['POST', '/rpc/integrations/revealKey'],
  ] as const) {
    const answer = await ask(value, path, {
      method,
      ...(method === 'POST' || method === 'PUT' ? { body } : {}),
    });
    expect([path, answer.status]).toEqual([path, 403]);
    expect(answer.text).toContain('role_insufficient');
  }
  expect(await at.client.integrations.get({ id: integration.id })).toEqual(integration);
});

test('a designer reveals and saves, but neither manages tokens nor settings', async () => {
  const { value } = await newToken('designer');
  const saved = await ask(value, '/api/integrations', {
    method: 'POST',
    body: JSON.stringify({ draft: draft('Designed') }),
  });
  expect(saved.status).toBe(200);
  expect((await ask(value, '/api/access/tokens')).status).toBe(403);
  expect((await ask(value, '/api/settings', { method: 'PUT', body: '{}' })).status).toBe(403);
});

test('two tokens have two labels', async () => {
  const { token } = await newToken('support');
  await expect(at.client.access.create({ label: token.label, role: 'operator' })).rejects.toMatchObject({
    code: 'label_taken',
  });
});

test('a token outlives a restart', async () => {
  const folder = await newFolder();
  const first = await startRuntime(folder);
  const { value } = await first.client.access.create({ label: 'Kept', role: 'support' });
  await first.stop();
  const second = await startRuntime(folder);
  expect(second.runtime.access.find(value)).toMatchObject({ label: 'Kept', role: 'support' });
  await second.stop();
  await dropFolder(folder);
});

describe('the end of a token', () => {
  test('ends its sockets and refuses it from then on', async () => {
    const [gone, other] = await Promise.all([newToken('operator'), newToken('operator')]);
    const [its, another] = [connectAdmin(admin.port, gone.value), connectAdmin(admin.port, other.value)];
    await Promise.all([once(its, 'open'), once(another, 'open')]);
    await at.client.access.revoke({ id: gone.token.id });
    expect((await once(its, 'close'))[0]).toBe(4401);
    expect(another.readyState).toBe(another.OPEN);
    another.terminate();
    expect((await ask(gone.value, '/api/status')).status).toBe(401);
    expect(await refusalOf(connectAdmin(admin.port, gone.value))).toBe(401);
  });

  test('ends a request that is still being answered', async () => {
    const { token, value } = await newToken('support');
    const answer = await fetch(`${admin.url}/api/calls/watch`, {
      headers: { authorization: `Bearer ${value}` },
    });
    expect(answer.status).toBe(200);
    const rest = answer.text();
    await at.client.access.revoke({ id: token.id });
    await expect(rest).rejects.toThrow(/terminated/);
  });

  test('comes by itself when its time is over', async () => {
    const past = await newToken('operator', new Date(Date.now() - 1).toISOString());
    expect((await ask(past.value, '/api/status')).status).toBe(401);
    expect(await refusalOf(connectAdmin(admin.port, past.value))).toBe(401);
    const soon = await newToken('operator', new Date(Date.now() + 4_000).toISOString());
    const socket = connectAdmin(admin.port, soon.value);
    await once(socket, 'open');
    expect((await once(socket, 'close'))[0]).toBe(4401);
  });
});
