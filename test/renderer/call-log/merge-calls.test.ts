import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallSummary } from '#shared/model/call.ts';
import { mergeCalls } from '#renderer/call-log/merge-calls.ts';
import { summary } from './summary.ts';

const sequences = (rows: readonly CallSummary[]) => rows.map(({ sequence }) => sequence);

test('calls come out newest first, each once', () => {
  const rows = mergeCalls([], [summary(2), summary(5), summary(2), summary(3)]);
  expect(sequences(mergeCalls(rows, [summary(4), summary(6)]))).toEqual([6, 5, 4, 3, 2]);
});

test('a later picture of a call takes the place of an earlier one, never the other way round', () => {
  const waiting = summary(1, { state: 'waiting', attempt: 0 });
  const done = summary(1, { state: 'succeeded', attempt: 1, answeredStatus: 200 });
  expect(mergeCalls([waiting], [done])).toEqual([done]);
  expect(mergeCalls([done], [waiting])).toEqual([done]);
  expect(mergeCalls([], [done, waiting])).toEqual([done]);
});

test('in whatever order a list and changes arrive, the same rows come out', () => {
  const pictures = [1, 2, 3, 4].flatMap((sequence) => [
    summary(sequence, { state: 'waiting', attempt: 0, answeredStatus: null }),
    summary(sequence, { state: 'running', attempt: 1, answeredStatus: null }),
    summary(sequence, { state: 'succeeded', attempt: 1, answeredStatus: 200 }),
  ]);
  const expected = mergeCalls([], pictures);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(pictures, { minLength: pictures.length }),
      fc.nat(pictures.length),
      (shuffled, cut) => {
        const rows = mergeCalls(mergeCalls([], shuffled.slice(0, cut)), shuffled.slice(cut));
        expect(rows).toEqual(expected);
      },
    ),
  );
});
