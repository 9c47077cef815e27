// From what happens to what people are told: over real sockets, to a real receiver and a real mail server.
import { createHmac } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NotificationRuleInput, Telling } from '#shared/model/notification.ts';
import { NotificationRule } from '#shared/model/notification.ts';
import { Settings } from '#shared/model/setting.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startMailSink } from '#test/support/mail-sink.ts';
import { type Received, startPeer } from '#test/support/peer.ts';
import { create, draft, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

const keyBytes = Buffer.alloc(32, 5);
const secret = `whsec_${keyBytes.toString('base64')}`;
const canary = 'only-the-workflow-may-see-this';

const ended: (() => Promise<unknown>)[] = [];
let at: TestRuntime;
beforeEach(async () => {
  const folder = await newFolder();
  at = await startRuntime(folder);
  ended.push(
    () => dropFolder(folder),
    () => at.stop(),
  );
  await at.client.environment.set({ name: 'HOOK', secret });
});
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

async function receiver(answer?: Parameters<typeof startPeer>[0]) {
  const peer = await startPeer(answer);
  ended.push(() => peer.close());
  return peer;
}

const setRule = (given: NotificationRuleInput) =>
  at.client.notifications.set({ rule: NotificationRule.parse({ quietMinutes: 0, ...given }) });

const failing = draft(
  'Failing',
  { orderedDelivery: { onFailure: 'hold' } },
  { workflow: [{ name: 'no', kind: 'javascript', code: 'throw new Error(body.text)' }] },
);
const plain = draft('Plain', {}, { workflow: [{ name: 'no', kind: 'fail', status: 500 }] });

const send = (address: string) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-note': canary },
    body: JSON.stringify({ text: canary }),
  });

/** What a receiver was sent, with its signature proven by the standard alone. */
function opened({ headers, body }: Received): {
  id: string;
  type: string;
  data: Omit<Telling, 'type'> & { url: string | null };
} {
  const id = String(headers['webhook-id']);
  const time = String(headers['webhook-timestamp']);
  const signature = createHmac('sha256', keyBytes).update(`${id}.${time}.${body}`).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  expect(Math.abs(Number(time) - Date.now() / 1_000)).toBeLessThan(60);
  return { id, ...JSON.parse(body) };
}

test('a call that fails is posted, signed, with where it is and nothing of what it carried', async () => {
  const peer = await receiver();
  await setRule({
    kind: 'failedCall',
    name: 'Failed',
    channels: [{ kind: 'webhook', url: `${peer.url}/alarm?token=of-theirs`, secret: 'HOOK' }],
  });
  const { address } = await create(at, plain);
  const { callId } = (await (await send(address)).json()) as { callId: string };
  const [received] = await until(
    () => peer.received,
    ({ length }) => length > 0,
  );
  expect(received).toMatchObject({ method: 'POST', url: '/alarm?token=of-theirs' });
  expect(opened(received!)).toMatchObject({
    type: 'notification.begun',
    data: {
      rule: 'Failed',
      kind: 'failedCall',
      text: 'A call of Plain failed',
      count: 1,
      integrations: ['Plain'],
      place: `/calls/${callId}`,
      url: null,
    },
  });
  expect(JSON.stringify(received)).not.toMatch(new RegExp(`${canary}|${secret}`));
  const [listed] = await at.client.notifications.list({});
  expect(listed).toMatchObject({ rule: expect.any(String), text: 'A call of Plain failed', endedAt: null });
  const rules = await until(
    () => at.client.notifications.rules(),
    (all) => all.some(({ channels }) => channels.some(({ lastSentAt }) => lastSentAt !== null)),
  );
  expect(rules.find(({ rule }) => rule.name === 'Failed')?.channels).toMatchObject([
    { waiting: 0, lastError: null },
  ]);
});

test('a lane that is held is told once, over a restart too, and that it is over', async () => {
  const peer = await receiver();
  const sink = await startMailSink();
  ended.push(sink.close);
  await at.client.connections.set({
    draft: {
      name: 'mail',
      kind: 'smtp',
      host: '127.0.0.1',
      port: sink.port,
      security: 'none',
      from: 'hook@example.com',
      insecure: false,
    },
  });
  const { integration, address } = await create(at, failing);
  await setRule({
    kind: 'heldLane',
    name: 'Held',
    integration: 'Failing',
    channels: [
      { kind: 'webhook', url: peer.url, secret: 'HOOK' },
      { kind: 'email', connection: 'mail', to: ['ann@example.com', 'bob@example.com'] },
    ],
  });
  await setRule({
    kind: 'waitingAge',
    name: 'Long waits',
    overSeconds: 1,
    channels: [{ kind: 'webhook', url: `${peer.url}/waits`, secret: 'HOOK' }],
  });
  await send(address);
  const { callId: second } = (await (await send(address)).json()) as { callId: string };
  const texts = () => peer.received.map((one) => opened(one).data.text).toSorted();
  const both = ['A lane of Failing is held', 'Calls of Failing wait longer than 1 second'];
  await until(texts, ({ length }) => length === 2);
  expect(texts()).toEqual(both);
  const [mail] = await until(
    () => sink.received,
    ({ length }) => length === 1,
  );
  expect(mail?.to).toEqual(['ann@example.com', 'bob@example.com']);
  expect(mail?.head).toMatch(/^Subject: Hookline: A lane of Failing is held\r$/m);
  expect(`${mail?.text} ${JSON.stringify(peer.received)}`).not.toContain(canary);

  // What is not known to have been delivered is delivered again.
  await until(
    async () => (await at.client.notifications.rules()).flatMap(({ channels }) => channels),
    (channels) => channels.every(({ waiting }) => waiting === 0),
  );
  await at.stop();
  at = await startRuntime(at.folder);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(texts()).toEqual(both);
  expect((await at.client.notifications.list({})).filter(({ endedAt }) => endedAt === null)).toMatchObject([
    {},
    {},
    {},
  ]);

  const { id: integrationId } = integration;
  await at.client.lanes.cancel({ integrationId, callId: second });
  await at.client.lanes.skip({ integrationId });
  await until(texts, (all) => all.includes('A held lane of Failing resumed'));
  await until(
    () => sink.received,
    ({ length }) => length === 2,
  );
  const found = await at.client.notifications.list({});
  expect(found.find(({ rule }) => rule === 'Held')).toMatchObject({
    text: 'A held lane of Failing resumed',
    endedAt: expect.any(String),
    place: `/lanes?lane=${integration.code}%2FFailing`,
  });
});

test('a receiver that fails is tried again with the same id, is seen to fail, and harms no call', async () => {
  let isBroken = true;
  const peer = await receiver((_request, response) => {
    response.statusCode = isBroken ? 500 : 204;
  });
  await setRule({
    kind: 'failedCall',
    name: 'Failed',
    channels: [{ kind: 'webhook', url: peer.url, secret: 'HOOK' }],
  });
  const { address } = await create(at, plain);
  await send(address);
  const stateOf = async () =>
    (await at.client.notifications.rules()).find(({ rule }) => rule.name === 'Failed')?.channels[0];
  const failed = await until(stateOf, (state) => state?.lastError !== null);
  expect(failed).toMatchObject({
    waiting: 1,
    lastError: { attempts: expect.any(Number), at: expect.any(String) },
  });
  expect(failed?.lastError?.text).toMatch(/^127\.0\.0\.1:\d+ answered 500\.$/);
  await until(
    () => at.runtime.status().alarms,
    (alarms) => alarms.some(({ code }) => code === 'notification_failing'),
  );
  expect((await send(address)).status).toBe(202);
  isBroken = false;
  await until(stateOf, (state) => state?.lastError === null);
  const ids = peer.received.map((one) => opened(one).id);
  expect(ids[1]).toBe(ids[0]);
  await until(
    () => at.runtime.status().alarms,
    (alarms) => alarms.length === 0,
  );
});

test('a call that the end of the service cut off is told when it is back', async () => {
  const peer = await receiver();
  await setRule({
    kind: 'failedCall',
    name: 'Failed',
    channels: [{ kind: 'webhook', url: peer.url, secret: 'HOOK' }],
  });
  const { address } = await create(
    at,
    draft(
      'Slow',
      { requestResponse: { timeoutSeconds: 60 } },
      { workflow: [{ name: 'wait', kind: 'delay', seconds: 60 }] },
    ),
  );
  void send(address).catch(() => undefined);
  await until(
    () => at.client.lanes.list(),
    ([lane]) => lane?.running === 1,
  );
  await at.runtime.close(0);
  at = await startRuntime(at.folder);
  const [received] = await until(
    () => peer.received,
    ({ length }) => length > 0,
  );
  expect(opened(received!).data).toMatchObject({
    text: 'A call of Slow failed',
    place: expect.stringMatching(/^\/calls\/[-0-9a-f]{36}$/),
  });
});

test('many refused calls are told from what was counted', async () => {
  const peer = await receiver();
  const { address } = await create(at, plain);
  for (let count = 0; count < 6; count++) await fetch(`${address}x`, { method: 'POST' });
  await setRule({
    kind: 'refusedShare',
    name: 'Refused',
    atLeastCalls: 5,
    channels: [{ kind: 'webhook', url: peer.url, secret: 'HOOK' }],
  });
  const [received] = await until(
    () => peer.received,
    ({ length }) => length > 0,
  );
  expect(opened(received!).data).toMatchObject({
    kind: 'refusedShare',
    text: 'More than 20 % of all calls are refused',
    place: expect.stringMatching(/^\/calls\?state=refused&since=/),
  });
});

test('nothing is posted where the settings let no request go', async () => {
  const peer = await receiver();
  const channel = { kind: 'webhook' as const, url: peer.url, secret: 'HOOK' };
  expect(await at.client.notifications.test({ channel })).toMatchObject({ ok: true });
  expect(opened(peer.received[0]!).type).toBe('notification.test');
  await at.client.host.saveSettings(Settings.parse({ network: { privateDestinations: false } }));
  const tested = await at.client.notifications.test({ channel });
  expect(tested).toMatchObject({ ok: false, text: expect.stringContaining('in a private network') });
  expect(peer.received).toHaveLength(1);
});

test('a rule names what there is, and what it names stays', async () => {
  const rule = {
    kind: 'failedCall' as const,
    name: 'Failed',
    integration: 'Nobody',
    channels: [
      { kind: 'webhook' as const, url: 'https://hooks.example.com/T0/of-theirs', secret: 'NONE' },
      { kind: 'email' as const, connection: 'none', to: ['ann@example.com'] },
    ],
  };
  await expect(setRule(rule)).rejects.toMatchObject({
    code: 'input_invalid',
    data: {
      issues: [
        { path: ['rule', 'channels', 0, 'secret'] },
        { path: ['rule', 'channels', 1, 'connection'] },
        { path: ['rule', 'integration'] },
      ],
    },
  });
  await setRule({
    ...rule,
    integration: null,
    channels: [{ ...rule.channels[0]!, secret: 'HOOK' } as never],
  });
  await expect(at.client.environment.remove({ name: 'HOOK' })).rejects.toMatchObject({
    code: 'value_used',
    message: 'Failed name env.HOOK.',
  });
  const support = createRouterClient(at.runtime.router, {
    context: { signedIn: { tokenId: null, label: 'somebody', role: 'support' } },
  });
  const [, , , seen] = [...(await support.notifications.rules())].sort(
    (a, b) => Number(a.rule.name === 'Failed') - Number(b.rule.name === 'Failed'),
  );
  expect(seen?.rule.channels).toEqual([
    { kind: 'webhook', url: 'https://hooks.example.com', secret: 'HOOK' },
  ]);
  expect(JSON.stringify(await support.installation.export())).not.toContain('of-theirs');
  await at.client.notifications.remove({ name: 'Failed' });
  await expect(at.client.notifications.remove({ name: 'Failed' })).rejects.toMatchObject({
    code: 'rule_not_found',
  });
  await at.client.environment.remove({ name: 'HOOK' });
});
