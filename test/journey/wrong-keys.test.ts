// Whoever guesses is slowed down; whoever has a right key never notices.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder());
  const settings = await at.client.host.settings();
  // A proxy on this machine speaks for callers of many addresses.
  const network = { ...settings.network, trustedProxies: ['127.0.0.1'] };
  await at.client.host.saveSettings({ ...settings, network });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

type Authentication = IntegrationDraftInput['trigger']['authentication'];

const body = '{}';
const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`erp:${password}`).toString('base64')}`,
});
const signed = (secret: string) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
const kinds: readonly (readonly [
  name: string,
  Authentication,
  right: Record<string, string>,
  wrong: Record<string, string>,
])[] = [
  [
    'keys',
    { kind: 'apiKeys', keys: [{ label: 'ERP', key: 'key-of-the-erp' }] },
    { 'x-api-key': 'key-of-the-erp' },
    { 'x-api-key': 'wrong-key' },
  ],
  [
    'passwords',
    { kind: 'basic', users: [{ label: 'ERP', user: 'erp', password: 'password-of-erp' }] },
    basic('password-of-erp'),
    basic('wrong-password'),
  ],
  [
    'signatures',
    { kind: 'hmac', preset: 'github', secrets: [{ label: 'GitHub', secret: 'secret-of-github' }] },
    signed('secret-of-github'),
    signed('wrong-secret'),
  ],
];

it.each(kinds)('the 61st of wrong %s from one address is 429', async (name, authentication, right, wrong) => {
  const { address } = await create(at, draft(`Guarded${name}`, { authentication }));
  const caller = `203.0.113.${kinds.findIndex(([one]) => one === name) + 1}`;
  const send = (headers: Record<string, string>, from = caller) =>
    fetch(address, { method: 'POST', body, headers: { ...headers, 'x-forwarded-for': from } });

  const statuses: number[] = [];
  for (let count = 0; count < 60; count += 1) statuses.push((await send(wrong)).status);
  expect(new Set(statuses)).toEqual(new Set([401]));
  const told = await send(wrong);
  expect([told.status, Number(told.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect(await told.json()).toMatchObject({ detail: 'Too many wrong keys came from this address' });

  expect((await send(right)).status).toBe(202);
  expect((await send({})).status).toBe(401);
  expect((await send(wrong, '198.51.100.7')).status).toBe(401);
  const [refused] = await until(
    async () =>
      (await at.client.calls.list({ status: 429 })).calls.filter(
        ({ integration }) => integration === `Guarded${name}`,
      ),
    (calls) => calls.length === 1,
  );
  expect(refused?.problem).toMatchObject({
    code: 'too_many_wrong_keys',
    text: expect.stringContaining(`61 wrong ones came from ${caller} within a minute; this one: `),
  });
});

it('callers of this machine, and those behind a proxy that does not say who they are, are let try', async () => {
  const [, authentication, , wrong] = kinds[0]!;
  const { address } = await create(at, draft('Untold', { authentication }));
  const statuses: number[] = [];
  for (let count = 0; count < 70; count += 1) {
    statuses.push((await fetch(address, { method: 'POST', headers: wrong })).status);
  }
  expect(new Set(statuses)).toEqual(new Set([401]));
});
