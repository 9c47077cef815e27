import { expect, test } from 'vitest';
import { createHeard, followNotifications, merged } from '#renderer/notifications/follow-notifications.ts';
import type { NotificationBatch } from '#shared/contract/notifications.ts';
import type { Client } from '#shared/contract/index.ts';
import type { Notification } from '#shared/model/notification.ts';

const one = (id: string, second: number, text = `what ${id} says`): Notification => ({
  id,
  rule: 'Failed calls',
  kind: 'failedCall',
  text,
  count: 1,
  integrations: ['Orders'],
  place: '/calls',
  at: '2027-01-31T08:00:00.000Z',
  changedAt: new Date(Date.UTC(2027, 0, 31, 8, 0, second)).toISOString(),
  endedAt: null,
});

test('what changed stands first, in place of what it was', () => {
  const list = merged([one('b', 2), one('a', 1)], [one('a', 3, 'two calls')]);
  expect(list.map(({ id, text }) => [id, text])).toEqual([
    ['a', 'two calls'],
    ['b', 'what b says'],
  ]);
});

test('the list that there was is not read out, what comes then is, and what comes back with a new stream is not again', async () => {
  const end = new AbortController();
  const streams: Notification[][][] = [[[one('a', 1)], [one('b', 2)]], [[one('b', 2), one('a', 1)]]];
  const said: (string | undefined)[] = [];
  const heard = createHeard();
  heard.subscribe(({ last }) => said.push(last?.text));
  const watch = async function* (): AsyncGenerator<NotificationBatch> {
    const batches = streams.shift();
    if (batches === undefined) return end.abort();
    for (const notifications of batches) yield { notifications, told: [] };
  };
  const client = { watch: async () => watch() } as unknown as Client['notifications'];
  await followNotifications(client, heard, end.signal);
  expect(said).toEqual([undefined, 'what b says', 'what b says']);
  expect(heard.getState().list.map(({ id }) => id)).toEqual(['b', 'a']);
});
