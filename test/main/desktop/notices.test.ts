import { expect, test } from 'vitest';
import { createNotices } from '#main/desktop/notices.ts';
import type { Notice } from '#main/desktop/notifier.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { Telling } from '#shared/model/notification.ts';

function watching() {
  const shown: Notice[] = [];
  const asked: string[] = [];
  const world = { isInFront: false };
  const notices = createNotices({
    notifier: { tell: (notice) => shown.push(notice) > 0 },
    ask: (command) => void asked.push(command.kind === 'go' ? command.place : command.name),
    isInFront: () => world.isInFront,
  });
  return { notices, shown, asked, world, said: () => shown.map(({ title, body }) => [title, body]) };
}

// What notices do not look at is left out.
const failed = (id: string): CallSummary => ({ id }) as CallSummary;
const telling = (text: string, type: Telling['type'] = 'notification.begun'): Telling => ({
  id: crypto.randomUUID(),
  type,
  at: '2027-01-31T08:00:00.000Z',
  rule: 'Failed calls',
  kind: 'failedCall',
  text,
  count: 1,
  integrations: ['Orders'],
  place: '/calls/a',
});

test('what a rule tells is shown, and a click leads to its place', () => {
  const { notices, shown, asked, said } = watching();
  notices.told([telling('A call of Orders failed'), telling('12 calls of Orders failed')]);
  expect(said()).toEqual([
    ['A call of Orders failed', 'Rule: Failed calls'],
    ['12 calls of Orders failed', 'Rule: Failed calls'],
  ]);
  shown[0]?.open();
  expect(asked).toEqual(['/calls/a']);
});

test('who looks at the window is shown nothing but a test', () => {
  const { notices, world, said } = watching();
  world.isInFront = true;
  notices.told([telling('A call of Orders failed'), telling('This is a test', 'notification.test')]);
  expect(said()).toEqual([['This is a test', 'Rule: Failed calls']]);
});

test('failed calls are counted once each until somebody looks', () => {
  const { notices, world } = watching();
  notices.failed([failed('a')]);
  notices.failed([failed('a'), failed('b')]);
  expect(notices.unseen).toBe(2);
  notices.seen();
  world.isInFront = true;
  notices.failed([failed('c')]);
  expect(notices.unseen).toBe(0);
});
