import { expect, it } from 'vitest';
import type { CallPage } from '#main/ports/call-page.ts';
import { searchCalls } from '#main/capability/search-calls.ts';
import { summary } from '#test/renderer/call-log/summary.ts';

const page = (sequences: readonly number[], next: number | null): CallPage => ({
  calls: sequences.map((sequence) => summary(sequence)),
  next,
  scanned: 100 - (next ?? 0),
  of: 100,
});

/** A store that gives these pages; what it was asked is kept. */
function storeOf(pages: CallPage[]) {
  const asked: object[] = [];
  return {
    asked,
    calls: {
      search: async ({ before, after, limit }: { before?: number; after?: number; limit: number }) => {
        asked.push({ before, after, limit });
        return pages.shift()!;
      },
    } as never,
  };
}

const read = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const batches: T[] = [];
  for await (const batch of stream) batches.push(batch);
  return batches;
};

it('a search tells what it finds step by step, goes on where it was, and ends with the log', async () => {
  const { asked, calls } = storeOf([page([90, 80], 70), page([], 40), page([2], null)]);
  const batches = await read(searchCalls({ filter: { text: 'x' }, limit: 10 }, calls, undefined));
  expect(
    batches.map(({ calls: found, ...progress }) => [found.map(({ sequence }) => sequence), progress]),
  ).toEqual([
    [[90, 80], { scanned: 30, of: 100, found: 2, next: 70 }],
    [[], { scanned: 60, of: 100, found: 2, next: 40 }],
    [[2], { scanned: 100, of: 100, found: 3, next: null }],
  ]);
  expect(asked).toEqual([
    { before: undefined, limit: 10 },
    { before: 70, limit: 8 },
    { before: 40, limit: 8 },
  ]);
});

it('a search ends where as many are found as were asked for, and says where the next one goes on', async () => {
  const { calls } = storeOf([page([90, 80], 80)]);
  const batches = await read(searchCalls({ filter: {}, limit: 2 }, calls, undefined));
  expect(batches.map(({ found, next }) => [found, next])).toEqual([[2, 80]]);
});

it('upwards it goes on above', async () => {
  const { asked, calls } = storeOf([page([5], 20), page([], null)]);
  await read(searchCalls({ filter: {}, limit: 2, after: 0 }, calls, undefined));
  expect(asked).toEqual([
    { after: 0, limit: 2 },
    { after: 20, limit: 1 },
  ]);
});

it('nothing more is looked at once nobody listens', async () => {
  const { asked, calls } = storeOf([page([], 70), page([], 60), page([], 50)]);
  const ending = new AbortController();
  for await (const batch of searchCalls({ filter: {}, limit: 2 }, calls, ending.signal)) {
    if (batch.next === 60) ending.abort();
  }
  expect(asked).toHaveLength(2);
  const dropped = storeOf([page([], 70), page([], 60)]);
  for await (const _ of searchCalls({ filter: {}, limit: 2 }, dropped.calls, undefined)) break;
  expect(dropped.asked).toHaveLength(1);
});
