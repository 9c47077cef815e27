// A webhook of a notification that comes round to the installation which sends it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { notificationHeader } from '#shared/call-chain.ts';
import { NotificationRule } from '#shared/model/notification.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder());
  await at.client.environment.set({
    name: 'HOOK',
    secret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
  });
  for (const { rule } of await at.client.notifications.rules())
    await at.client.notifications.remove({ name: rule.name });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
  expect(at.errors).toEqual([]);
});

const fails = [{ name: 'no', kind: 'fail' as const, status: 500 }];

const tellOf = (url: string, name = 'All') =>
  at.client.notifications.set({
    rule: NotificationRule.parse({
      kind: 'failedCall',
      name,
      quietMinutes: 0,
      channels: [{ kind: 'webhook', url, secret: 'HOOK' }],
    }),
  });

const post = (address: string, headers: Record<string, string> = {}) =>
  fetch(address, { method: 'POST', headers });

/** The ended calls of an integration, so many of them. */
const ended = (integration: string, count: number) =>
  until(
    async () =>
      (await at.client.calls.list({ limit: 200 })).calls.filter(
        (call) => call.integration === integration && (call.state === 'failed' || call.state === 'succeeded'),
      ),
    ({ length }) => length >= count,
  );
const alarms = () => at.runtime.status().alarms.map(({ code }) => code as string);
const toldOf = async () =>
  (await at.client.notifications.list({ limit: 500 })).map(({ integrations, count }) => [
    integrations,
    count,
  ]);

/** Whatever would be told of what came before is told with the next: so this is proven without waiting for nothing. */
async function failThrice(address: string, sink: string) {
  for (let times = 1; times <= 3; times++) {
    await post(address);
    await ended(sink, times);
  }
}

test('a call that a notification made and that fails is told by an alarm, and by no further notification', async () => {
  const sink = await create(at, draft('Sink', {}, { workflow: fails }));
  const plain = await create(at, draft('Plain', {}, { workflow: fails }));
  await tellOf(sink.address);
  await failThrice(plain.address, 'Sink');
  await until(alarms, (codes) => codes.includes('notification_loop'));
  expect(at.runtime.status().alarms.map(({ text }) => text)).toEqual([
    'A notification led to calls that failed, of Sink: nobody is told of these, since each word would bring about the next. They are in the log.',
  ]);
  const [call] = await ended('Sink', 3);
  const { request } = await at.client.calls.get({ id: call!.id });
  expect(request.headers.map(([name]) => name)).toContain(notificationHeader);
  expect(await toldOf()).toEqual([
    [['Plain'], 1],
    [['Plain'], 1],
    [['Plain'], 1],
  ]);
  expect(await ended('Sink', 3)).toHaveLength(3);
});

test('so is a call that came of it over a request of its workflow', async () => {
  const last = await create(at, draft('Last', { requestResponse: {} }, { workflow: fails }));
  const sink = await create(
    at,
    draft(
      'Sink',
      {},
      { workflow: [{ name: 'send', kind: 'httpRequest', url: last.address, method: 'POST' }] },
    ),
  );
  const plain = await create(at, draft('Plain', {}, { workflow: fails }));
  await tellOf(sink.address);
  await failThrice(plain.address, 'Last');
  await until(alarms, (codes) => codes.includes('notification_loop'));
  expect(await toldOf()).toEqual([
    [['Plain'], 1],
    [['Plain'], 1],
    [['Plain'], 1],
  ]);
});

test('the alarm is over when such a call goes well', async () => {
  await at.client.environment.set({ name: 'GOOD', value: 'no' });
  const workflow = [{ ...fails[0]!, when: 'env.GOOD = "no"' }];
  const sink = await create(at, draft('Sink', {}, { workflow }));
  const plain = await create(at, draft('Plain', {}, { workflow: fails }));
  await tellOf(sink.address);
  await post(plain.address);
  await until(alarms, (codes) => codes.includes('notification_loop'));
  await at.client.environment.set({ name: 'GOOD', value: 'yes' });
  await post(plain.address);
  await until(alarms, (codes) => !codes.includes('notification_loop'));
});

test('nobody from outside keeps people from being told by saying that a notification led to the call', async () => {
  const sink = await create(at, draft('Sink'));
  const plain = await create(at, draft('Plain', {}, { workflow: fails }));
  await tellOf(sink.address);
  await post(plain.address);
  const [call] = await ended('Sink', 1);
  const { request } = await at.client.calls.get({ id: call!.id });
  const mark = request.headers.find(([name]) => name === notificationHeader)![1];
  for (const forged of [
    '',
    'x',
    mark.split('.')[0]!,
    `${mark}0`,
    mark.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
  ])
    await post(plain.address, { [notificationHeader]: forged });
  await until(
    async () => (await toldOf()).reduce((sum, [, count]) => sum + Number(count), 0),
    (sum) => sum === 6,
  );
  expect(alarms()).toEqual([]);
});
