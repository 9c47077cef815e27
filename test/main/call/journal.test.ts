import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJournal, type Journal } from '#main/call/journal.ts';
import type { CallBatch } from '#shared/contract/calls.ts';
import { summary } from '#test/renderer/call-log/summary.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Somebody who watches, and what is still on its way to them. */
function watchOf(journal: Journal) {
  const reader = { backlog: 0 };
  const batches = journal.watch({
    after: undefined,
    fits: () => true,
    search: null,
    signal: undefined,
    backlogBytes: () => reader.backlog,
  });
  /** The next batch, and after how long it came. */
  async function next(): Promise<{ readonly batch: CallBatch; readonly afterMs: number }> {
    const began = Date.now();
    const pending = batches.next();
    let batch: CallBatch | void;
    let isHere = false;
    void pending.then(({ value }) => {
      batch = value;
      isHere = true;
    });
    while (!isHere) await vi.advanceTimersByTimeAsync(10);
    return { batch: batch!, afterMs: Date.now() - began };
  }
  return { next, reader };
}

/** So many calls, each of which came, ran and ended. */
function pass(journal: Journal, from: number, count: number): void {
  const states = ['waiting', 'running', 'succeeded'] as const;
  for (const state of states)
    for (let at = 0; at < count; at++) journal.stored(summary(from + at, { state }));
}

test('each call that changed is told once in a batch, as it was last', async () => {
  const journal = createJournal(() => performance.now());
  const { next } = watchOf(journal);
  await next();
  pass(journal, 1, 3);
  const { batch } = await next();
  expect(batch.calls.map(({ sequence, state }) => [sequence, state])).toEqual([
    [1, 'succeeded'],
    [2, 'succeeded'],
    [3, 'succeeded'],
  ]);
});

test('while many calls pass, batches are fewer', async () => {
  const journal = createJournal(() => performance.now());
  const { next } = watchOf(journal);
  await next();
  pass(journal, 1, 250);
  expect((await next()).afterMs).toBe(50);
  pass(journal, 251, 1_000);
  const many = await next();
  expect([many.afterMs, many.batch.calls.length]).toEqual([200, 1_000]);
  pass(journal, 1_251, 1);
  expect((await next()).afterMs).toBe(200);
  pass(journal, 1_252, 1);
  expect((await next()).afterMs).toBe(50);
});

test('whoever takes nothing for a second of five thousand calls misses none; whoever is further behind is told so', async () => {
  const journal = createJournal(() => performance.now());
  const { next, reader } = watchOf(journal);
  await next();
  const late = next();
  reader.backlog = Infinity;
  pass(journal, 1, 5_000);
  await vi.advanceTimersByTimeAsync(1_000);
  reader.backlog = 0;
  const { batch } = await late;
  expect([batch.reset, batch.calls.length]).toEqual([false, 5_000]);

  const tooLate = next();
  reader.backlog = Infinity;
  pass(journal, 5_001, 7_000);
  await vi.advanceTimersByTimeAsync(1_000);
  reader.backlog = 0;
  expect((await tooLate).batch).toMatchObject({ reset: true, calls: [] });
});
