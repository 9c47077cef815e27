import { createRouterClient, implement } from '@orpc/server';
import { expect, test } from 'vitest';
import { calls as contract, type CallBatch } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { followCalls, loadOlder } from '#renderer/call-log/follow-calls.ts';
import { createLogStore, type LogStore } from '#renderer/call-log/log-store.ts';
import { summary } from './summary.ts';

/** A runtime that answers by the real contract; the test says what it has and what it streams. */
function runtime(stored: CallSummary[]) {
  const watched: unknown[] = [];
  const streams: AsyncGenerator<CallBatch, void>[] = [];
  const os = implement(contract);
  const client = createRouterClient({
    list: os.list.handler(({ input: { limit, before = Infinity } }) => {
      const page = stored.filter(({ sequence }) => sequence < before).slice(0, limit);
      return { calls: page, nextBefore: page.length < limit ? null : page.at(-1)!.sequence };
    }),
    get: os.get.handler(() => Promise.reject(new Error('Not asked for.'))),
    body: os.body.handler(() => Promise.reject(new Error('Not asked for.'))),
    watch: os.watch.handler(async function* ({ input }) {
      watched.push(input);
      const stream = streams.shift();
      if (stream) yield* stream;
      else await new Promise(() => undefined);
    }),
  });
  return { client, watched, streams };
}

const at = (revision: number) => ({ boot: 'b', revision });

async function* batches(...all: (Partial<CallBatch> | (() => void))[]): AsyncGenerator<CallBatch, void> {
  for (const [revision, batch] of all.entries()) {
    if (typeof batch === 'function') batch();
    else yield { cursor: at(revision), reset: false, calls: [], perSecond: 1, ...batch };
  }
}

/** Follows until the store looks as awaited. */
async function until(
  store: LogStore,
  follow: Promise<void>,
  isThere: () => boolean,
  ending: AbortController,
) {
  await new Promise<void>((resolve) => {
    const look = () => isThere() && resolve();
    store.subscribe(look);
    look();
  });
  ending.abort();
  await follow;
}

const shown = (store: LogStore) => store.getState().rows.map(({ sequence }) => sequence);

test('the list and the stream together show each call once, and the newest picture of it', async () => {
  const { client, streams } = runtime([summary(2, { state: 'running' }), summary(1)]);
  streams.push(batches({}, { calls: [summary(2, { state: 'succeeded' }), summary(3)] }));
  const store = createLogStore();
  const ending = new AbortController();
  const follow = followCalls(client, {}, store, ending.signal);
  await until(store, follow, () => shown(store).length === 3, ending);
  expect(store.getState().rows.map(({ sequence, state }) => [sequence, state])).toEqual([
    [3, 'succeeded'],
    [2, 'succeeded'],
    [1, 'succeeded'],
  ]);
});

test('a lost stream is taken up where it broke off', async () => {
  const { client, streams, watched } = runtime([summary(1)]);
  const breaks = () => {
    throw new Error('The socket closed.');
  };
  streams.push(batches({}, { calls: [summary(2)] }, breaks), batches({ calls: [summary(3)] }));
  const store = createLogStore();
  const ending = new AbortController();
  const follow = followCalls(client, {}, store, ending.signal);
  await until(store, follow, () => shown(store).includes(3), ending);
  expect(shown(store)).toEqual([3, 2, 1]);
  expect(watched).toEqual([{}, { after: at(1) }]);
});

test('where changes were missed the list is asked for again', async () => {
  const stored = [summary(1)];
  const { client, streams } = runtime(stored);
  const more = () => {
    stored.unshift(summary(4), summary(3));
  };
  streams.push(batches({}, more, { reset: true }));
  const store = createLogStore();
  const ending = new AbortController();
  const follow = followCalls(client, {}, store, ending.signal);
  await until(store, follow, () => shown(store).includes(4), ending);
  expect(shown(store)).toEqual([4, 3, 1]);
});

test('older calls come a page at a time, to the end', async () => {
  const stored = Array.from({ length: 450 }, (_, index) => summary(450 - index));
  const { client, streams } = runtime(stored);
  streams.push(batches({}));
  const store = createLogStore();
  const ending = new AbortController();
  const follow = followCalls(client, {}, store, ending.signal);
  await until(store, follow, () => shown(store).length === 200, ending);
  const { signal } = new AbortController();
  await loadOlder(client, {}, store, signal);
  await loadOlder(client, {}, store, signal);
  await loadOlder(client, {}, store, signal);
  expect(shown(store)).toEqual(stored.map(({ sequence }) => sequence));
});
