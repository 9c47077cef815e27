// Deliveries that fail, by a clock that the test turns.
import { expect, test } from 'vitest';
import type { ErrandOutcome } from '#main/ports/errand.ts';
import { createOutbox, type KeptChannel, retryWaitsMs } from '#main/notify/outbox.ts';
import { type Channel, NotificationRule, type Telling } from '#shared/model/notification.ts';

const start = Date.parse('2027-01-31T08:00:00Z');
const hook: Channel = { kind: 'webhook', url: 'https://hooks.example.com/1', secret: 'HOOK' };
const mail: Channel = { kind: 'email', connection: 'mail', to: ['ann@example.com'] };
const rule = NotificationRule.parse({
  kind: 'failedCall',
  name: 'Failed',
  channels: [{ kind: 'desktop' }, hook, mail],
});

const telling = (text: string): Telling => ({
  id: crypto.randomUUID(),
  type: 'notification.begun',
  at: new Date(start).toISOString(),
  rule: 'Failed',
  kind: 'failedCall',
  text,
  count: 1,
  integrations: [],
  place: '/calls',
});

const fine = { ok: true, text: 'It answered 200.', durationMs: 1 };
const broken = { ok: false, text: 'It answered 500.', durationMs: 1 };

function world(
  answer: (channel: Channel, telling: Telling) => ErrandOutcome,
  before: readonly KeptChannel[] = [],
) {
  const clock = { ms: start };
  const sent: string[] = [];
  const outbox = createOutbox({
    before,
    async send(channel, word) {
      sent.push(`${channel.kind} ${word.text}`);
      return answer(channel, word);
    },
    now: () => clock.ms,
    random: () => 0,
  });
  return {
    outbox,
    clock,
    sent,
    async go(ms = 0) {
      clock.ms += ms;
      outbox.work();
      await outbox.settled();
      await outbox.settled();
    },
  };
}

test('each channel is sent each word, in order; the desktop is told by itself', async () => {
  const { outbox, sent, go } = world(() => fine);
  outbox.put(rule, telling('one'));
  outbox.put(rule, telling('two'));
  await go();
  await go();
  expect(sent.toSorted()).toEqual(['email one', 'email two', 'webhook one', 'webhook two']);
  expect(outbox.stateOf(rule)).toMatchObject([
    { channel: { kind: 'desktop' }, lastSentAt: null },
    { waiting: 0, lastSentAt: '2027-01-31T08:00:00.000Z', lastError: null },
    { waiting: 0, lastSentAt: '2027-01-31T08:00:00.000Z', lastError: null },
  ]);
});

test('a channel that fails is tried again after longer and longer waits, says so, and holds up no other', async () => {
  const { outbox, sent, go } = world(({ kind }) => (kind === 'webhook' ? broken : fine));
  outbox.put(rule, telling('one'));
  outbox.put(rule, telling('two'));
  await go();
  await go();
  expect(sent.filter((one) => one.startsWith('email'))).toHaveLength(2);
  for (const [at, wait] of retryWaitsMs.entries()) {
    expect(outbox.stateOf(rule)[1]).toMatchObject({
      waiting: 2,
      lastError: { text: 'It answered 500.', attempts: at + 1 },
    });
    await go(wait - 1);
    expect(sent.filter((one) => one === 'webhook one')).toHaveLength(at + 1);
    await go(1);
  }
  // Given up; the next has its own attempts, and the error is still to be seen.
  expect(sent.filter((one) => one === 'webhook one')).toHaveLength(retryWaitsMs.length + 1);
  expect(outbox.stateOf(rule)[1]).toMatchObject({ waiting: 1 });
  expect(outbox.failing()).toHaveLength(1);
});

test('what can never arrive is not tried again', async () => {
  const { outbox, sent, go } = world(() => ({ ...broken, isFinal: true }));
  outbox.put({ ...rule, channels: [hook] }, telling('one'));
  await go();
  await go(retryWaitsMs[0]);
  expect([sent, outbox.stateOf(rule)[1]?.waiting]).toEqual([['webhook one'], 0]);
});

test('an error is gone with the next delivery', async () => {
  let answer = broken;
  const { outbox, go } = world(() => answer);
  outbox.put({ ...rule, channels: [hook] }, telling('one'));
  await go();
  answer = fine;
  await go(retryWaitsMs[0]);
  expect(outbox.failing()).toEqual([]);
});

test('another life goes on with what waits, where it had come to', async () => {
  const first = world(() => broken);
  first.outbox.put({ ...rule, channels: [hook] }, telling('one'));
  await first.go();
  const kept = structuredClone(first.outbox.take().saves);
  const next = world(() => fine, kept);
  await next.go(retryWaitsMs[0]! - 1);
  expect(next.sent).toEqual([]);
  await next.go(1);
  expect(next.sent).toEqual(['webhook one']);
});

test('a clock that is put back by a day puts off no attempt by a day', async () => {
  const { sent, outbox, go } = world(() => broken);
  outbox.put({ ...rule, channels: [hook] }, telling('one'));
  await go();
  const dayMs = 86_400_000;
  await go(retryWaitsMs[0]! - dayMs);
  expect(sent).toEqual(['webhook one', 'webhook one']);
  await go(retryWaitsMs[1]! - 1);
  expect(sent).toHaveLength(2);
  await go(1);
  expect(sent).toHaveLength(3);
});

test('a channel that no rule has any more is forgotten with what waits in it', async () => {
  const { outbox, sent, go } = world(() => broken);
  outbox.put(rule, telling('one'));
  await go();
  outbox.keepTo([{ ...rule, channels: [mail] }]);
  await go(retryWaitsMs[0]);
  expect(sent.toSorted()).toEqual(['email one', 'email one', 'webhook one']);
  expect(outbox.take().removes).toEqual(['Failed\nwebhook https://hooks.example.com/1']);
});
