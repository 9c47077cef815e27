import { createRouterClient, implement } from '@orpc/server';
import { expect, test } from 'vitest';
import { calls as contract, type CallBatch } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { noTimings } from '#shared/model/no-timings.ts';
import { createLog, type Log } from '#renderer/call-log/log.ts';
import { summary } from './summary.ts';

const stepRows = 60;
const request = {
  method: 'GET',
  path: '/',
  rawQuery: '',
  query: {},
  headers: [],
  httpVersion: '1.1',
  remoteAddress: '127.0.0.1',
  peerAddress: null,
  bodyFinding: null,
  body: null,
};
/** What else is known of each call. */
const nothingMore = {
  integrationVersion: null,
  place: null,
  hold: null,
  request,
  response: null,
  steps: [],
  attempts: [],
  repeats: 0,
  answered: null,
  replays: [],
  timings: noTimings,
  events: [],
};

/** A runtime that answers by the real contract; the test says what it has and what it streams. */
function runtime(stored: CallSummary[]) {
  const watched: unknown[] = [];
  /** What becomes of the next searches, before they find anything. */
  const stumbles: (() => Promise<void>)[] = [];
  const streams: AsyncGenerator<CallBatch, void>[] = [];
  const os = implement(contract);
  const client = createRouterClient({
    list: os.list.handler(() => Promise.reject(new Error('Not asked for.'))),
    get: os.get.handler(({ input }) => {
      const call = stored.find(({ id }) => id === input.id);
      if (call === undefined) throw new Error('There is no such call.');
      return { ...call, ...nothingMore };
    }),
    // In steps of a few sequences, as a search that finds little.
    search: os.search.handler(async function* ({ input: { limit, before, after } }) {
      await stumbles.shift()?.();
      const isUp = after !== undefined;
      const all = stored.filter(({ sequence }) =>
        isUp ? sequence > after : sequence < (before ?? Infinity),
      );
      const page = isUp ? all.slice(-limit) : all.slice(0, limit);
      const steps = Array.from({ length: Math.max(1, Math.ceil(page.length / stepRows)) }, (_, at) =>
        isUp
          ? page.slice(-(at + 1) * stepRows, page.length - at * stepRows)
          : page.slice(at * stepRows, (at + 1) * stepRows),
      );
      for (const [at, calls] of steps.entries()) {
        const isEnd = at === steps.length - 1 && page.length === all.length;
        const next = isEnd ? null : (isUp ? calls[0] : calls.at(-1))!.sequence;
        yield { calls, scanned: at + 1, of: steps.length, found: (at + 1) * stepRows, next };
      }
    }),
    body: os.body.handler(() => Promise.reject(new Error('Not asked for.'))),
    watch: os.watch.handler(async function* ({ input }) {
      watched.push(input);
      const stream = streams.shift();
      if (stream) yield* stream;
      else await new Promise(() => undefined);
    }),
  });
  return { client, watched, streams, stumbles };
}

const at = (revision: number) => ({ boot: 'b', revision });

async function* batches(...all: (Partial<CallBatch> | (() => void))[]): AsyncGenerator<CallBatch, void> {
  for (const [revision, batch] of all.entries()) {
    if (typeof batch === 'function') batch();
    else yield { cursor: at(revision), reset: false, calls: [], perSecond: 1, ...batch };
  }
}

/** Until the log looks as awaited. */
const until = (log: Log, isThere: () => boolean) =>
  new Promise<void>((resolve) => {
    const look = () => isThere() && resolve();
    log.store.subscribe(look);
    look();
  });

const shown = (log: Log) => log.store.getState().rows.map(({ sequence }) => sequence);
/** Nothing is under way. */
const isIdle = ({ store }: Log) => store.getState().progress === null;

test('the list and the stream together show each call once, and the newest picture of it', async () => {
  const { client, streams } = runtime([summary(2, { state: 'running' }), summary(1)]);
  streams.push(batches({}, { calls: [summary(2, { state: 'succeeded' }), summary(3)] }));
  const log = createLog(client, {});
  const end = log.follow();
  await until(log, () => shown(log).length === 3);
  end();
  expect(log.store.getState().rows.map(({ sequence, state }) => [sequence, state])).toEqual([
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
  const log = createLog(client, {});
  const end = log.follow();
  await until(log, () => shown(log).includes(3));
  end();
  expect(shown(log)).toEqual([3, 2, 1]);
  expect(watched).toEqual([{}, { after: at(1) }]);
});

test('where changes were missed the list is asked for again', async () => {
  const stored = [summary(1)];
  const { client, streams } = runtime(stored);
  const more = () => {
    stored.unshift(summary(4), summary(3));
  };
  streams.push(batches({}, more, { reset: true }));
  const log = createLog(client, {});
  const end = log.follow();
  await until(log, () => shown(log).includes(4));
  end();
  expect(shown(log)).toEqual([4, 3, 1]);
});

const descending = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => summary(from - at));

test('older calls come a page at a time, to the end', async () => {
  const stored = descending(450, 1);
  const { client, streams } = runtime(stored);
  streams.push(batches({}));
  const log = createLog(client, {});
  const end = log.follow();
  for (const rows of [200, 400, 450]) {
    await until(log, () => shown(log).length === rows && isIdle(log));
    log.older();
  }
  end();
  expect(shown(log)).toEqual(stored.map(({ sequence }) => sequence));
});

test('the oldest calls are shown at once, newer ones come above them, and the newest come back', async () => {
  const { client, streams } = runtime(descending(1_000, 1));
  streams.push(batches({}));
  const log = createLog(client, {});
  const end = log.follow();
  log.store.hold(true);
  await until(log, () => shown(log).length === 200 && isIdle(log));
  log.oldest();
  await until(log, () => shown(log).at(-1) === 1 && shown(log).length === 200 && isIdle(log));
  expect(log.store.getState()).toMatchObject({ nextBefore: null, nextAfter: 200 });
  log.newer();
  await until(log, () => shown(log).length === 400 && isIdle(log));
  expect(shown(log)).toEqual(descending(400, 1).map(({ sequence }) => sequence));
  log.store.hold(false);
  log.newest();
  await until(log, () => shown(log)[0] === 1_000 && shown(log).length === 200);
  end();
  expect(log.store.getState()).toMatchObject({ nextBefore: 801, nextAfter: null });
});

test('an address that names a call far down shows the rows around it', async () => {
  const { client, streams } = runtime(descending(1_000, 1));
  streams.push(batches({}));
  const log = createLog(client, {});
  const end = log.follow();
  log.store.hold(true);
  await until(log, () => shown(log).length === 200 && isIdle(log));
  await log.around(summary(300).id);
  await until(log, () => shown(log).includes(300) && shown(log).length === 220 && isIdle(log));
  end();
  expect(shown(log)).toEqual(descending(320, 101).map(({ sequence }) => sequence));
  expect(log.store.getState()).toMatchObject({ nextBefore: 101, nextAfter: 320 });
});

test('an address that names a call which was removed shows the newest ones', async () => {
  const { client, streams, stumbles } = runtime([summary(2), summary(1)]);
  streams.push(batches({}));
  const isLooked = Promise.withResolvers<void>();
  stumbles.push(() => isLooked.promise);
  const log = createLog(client, {});
  const end = log.follow();
  await until(log, () => log.store.getState().isAsking);
  await log.around(summary(3).id);
  isLooked.resolve();
  await until(log, () => shown(log).length === 2 && isIdle(log));
  end();
  expect(log.store.getState().isAsking).toBe(false);
});

test('a list that could not be had is said to be so until it is there', async () => {
  const { client, streams, stumbles } = runtime([summary(2), summary(1)]);
  streams.push(batches({}, {}, {}));
  const fails = () => Promise.reject(new Error('The reader ended.'));
  stumbles.push(fails);
  const log = createLog(client, {});
  const end = log.follow();
  await until(log, () => log.store.getState().listError !== null);
  expect(log.store.getState()).toMatchObject({ isLive: true, isListed: false });
  await until(log, () => shown(log).length === 2);
  end();
  expect(log.store.getState()).toMatchObject({ listError: null, isListed: true });
});
